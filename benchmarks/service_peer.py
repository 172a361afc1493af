"""The peer of the clock replay: plain pandas, vectorized by grouped fills and merge_asof.

Run in a process of its own: `python -m benchmarks.service_peer FILE.npz`; reads columns, writes
the used business seconds and the outcome of each engagement beside them, prints CPU seconds.
"""

import sys
from time import process_time

import numpy as np
import pandas as pd


def used(data: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return business seconds used by each delivery clock, and whether it was met."""
    frame = pd.DataFrame({name: data[name] for name in ("engagement", "at", "kind", "sla")})
    frame = frame.sort_values(["engagement", "at"], kind="stable", ignore_index=True)
    group = frame.groupby("engagement", sort=False)
    kinds = {name: int(data[f"kind_{name}"]) for name in
             ("requested", "paused", "resumed", "delivered", "reopened", "withdrawn")}  # fmt: skip

    def flag(on: list[str], off: list[str]) -> pd.Series:
        marks = pd.Series(np.nan, index=frame.index)
        marks[frame["kind"].isin([kinds[each] for each in on])] = 1.0
        marks[frame["kind"].isin([kinds[each] for each in off])] = 0.0
        return marks.groupby(frame["engagement"], sort=False).ffill().fillna(0.0) > 0

    began = flag(["requested"], [])
    ended = flag(["delivered", "withdrawn"], ["reopened"])
    paused = flag(["paused"], ["resumed", "delivered", "reopened", "withdrawn"])
    frame["held"] = frame["sla"].where(frame["sla"] >= 0)
    frame["held"] = group["held"].ffill()
    frame["held"] = group["held"].bfill().astype("int64")
    frame["calendar"] = data["calendar_of_sla"][frame["held"]]
    frame["end"] = group["at"].shift(-1).fillna(int(data["now"])).astype("int64")
    runs = frame[began & ~ended & ~paused].copy()
    runs["seconds"] = _count(runs, "end", data) - _count(runs, "at", data)
    total = runs.groupby("engagement")["seconds"].sum()
    again = frame.index.to_series().where(frame["kind"] == kinds["reopened"])
    again = again.groupby(frame["engagement"], sort=False).transform("max").fillna(-1)
    stops = frame["kind"].isin([kinds["delivered"], kinds["withdrawn"]]) & began
    rule = frame[stops & (frame.index > again)].groupby("engagement")["held"].first()
    last = group["held"].last()
    answer = pd.DataFrame({"used": total.reindex(last.index).fillna(0).astype("int64")})
    answer["target"] = data["target_of_sla"][rule.reindex(last.index).fillna(last).astype("int64")]
    answer["met"] = answer["used"] <= answer["target"]
    return answer


def _count(runs: pd.DataFrame, column: str, data: dict[str, np.ndarray]) -> pd.Series:
    """Open seconds before each moment, looked up in the stretches of its calendar."""
    spans = pd.DataFrame({name: data[f"span_{name}"] for name in
                          ("calendar", "start", "end", "before")}).sort_values("start")  # fmt: skip
    asked = runs[[column, "calendar"]].rename(columns={column: "moment"}).sort_values("moment")
    found = pd.merge_asof(
        asked.reset_index(), spans, left_on="moment", right_on="start", by="calendar"
    )  # fmt: skip
    reached = np.minimum(found["moment"], found["end"]) - found["start"]
    return (found["before"] + reached).set_axis(found["index"]).sort_index()


def main(path: str) -> None:
    data = dict(np.load(path))
    used({**data, **{name: data[name][:1000] for name in ("engagement", "at", "kind", "sla")}})
    started = process_time()
    answer = used(data)
    print(f"{process_time() - started:.6f}")
    np.savez(f"{path}.answer.npz", used=answer["used"], met=answer["met"])


if __name__ == "__main__":
    main(sys.argv[1])
