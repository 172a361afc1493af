"""The peers for exact selection, each in a process of its own: HiGHS, CBC, SCIP and CP-SAT.

`solved("scip", program, seconds)` starts `python -m benchmarks.portfolio_solvers scip` on the
program in whole numbers and returns what it reached. Each is used as its makers ship it, on one
thread, without a start; limits are seconds of the clock, `cpu` the seconds it really had.
"""

import json
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

from headwater.numeric.programs import BinaryProgram

PEERS = ("highs", "cbc", "scip", "cpsat")
FIELDS = ("cost", "start", "index", "coefficient", "limit", "lower", "upper")


@dataclass(frozen=True, slots=True)
class Reached:
    """What a peer reached: value and bound in the units of cost, NaN where it had none."""

    value: float
    bound: float
    proved: bool
    seconds: float
    cpu: float

    @property
    def gap(self) -> float:
        """(bound - value) / |value|."""
        return max(0.0, (self.bound - self.value) / max(abs(self.value), 1e-12))


def solved(peer: str, program: BinaryProgram, seconds: float) -> Reached:
    """Let a peer solve a program in a process of its own."""
    with TemporaryDirectory(prefix="headwater-peer-") as folder:
        path = Path(folder, "program.npz")
        np.savez(path, **{name: getattr(program, name) for name in FIELDS})
        command = [sys.executable, "-m", "benchmarks.portfolio_solvers", peer, str(path)]
        done = subprocess.run([*command, str(seconds)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{peer} failed: {done.stderr[-500:]}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    none = float("nan")
    return Reached(
        none if found["value"] is None else found["value"],
        none if found["bound"] is None else found["bound"],
        found["proved"],
        found["seconds"],
        found["cpu"],
    )


def _highs(program: BinaryProgram, seconds: float) -> tuple[Any, Any, bool]:
    import highspy

    from headwater.numeric.milp import _as_linear
    from headwater.numeric.programs import scaled_cost

    cost, unit = scaled_cost(program.cost)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(_as_linear(program, cost, whole=True))
    solver.run()
    info = solver.getInfo()
    proved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return info.objective_function_value * unit, info.mip_dual_bound * unit, proved


def _cbc(program: BinaryProgram, seconds: float) -> tuple[Any, Any, bool]:
    from headwater.numeric.programs import scaled_cost
    from headwater.numeric.second_solver import _written, program_path

    _, unit = scaled_cost(program.cost)
    with TemporaryDirectory(prefix="headwater-peer-") as folder:
        Path(folder, "model.mps").write_text(_written(program, []), encoding="ascii")
        told = subprocess.run(
            [str(program_path()), "model.mps", "-sec", str(seconds), "-timeMode", "elapsed",
             "-ratio", "0", "-allow", "0", "-solve"],
            cwd=folder, capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip
    value = re.search(r"Objective value:\s+(\S+)", told)
    bound = re.search(r"Lower bound:\s+(\S+)", told)
    reached = -float(value[1]) * unit if value else None
    proved = "Optimal solution found" in told
    return reached, -float(bound[1]) * unit if bound else (reached if proved else None), proved


def _scip(program: BinaryProgram, seconds: float) -> tuple[Any, Any, bool]:
    from pyscipopt import Model, quicksum

    from headwater.numeric.programs import scaled_cost, scaled_rows

    cost, unit = scaled_cost(program.cost)
    coefficient, limit = scaled_rows(program)
    model = Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    model.setParam("timing/clocktype", 2)
    x = [
        model.addVar(vtype="B", obj=value, lb=float(low), ub=float(high))
        for value, low, high in zip(cost, program.lower, program.upper, strict=True)
    ]
    model.setMaximize()
    for row in range(program.limit.size):
        span = slice(program.start[row], program.start[row + 1])
        terms = zip(program.index[span], coefficient[span], strict=True)
        model.addCons(quicksum(float(a) * x[j] for j, a in terms) <= float(limit[row]))
    model.optimize()
    found = model.getNSols() > 0
    value = model.getObjVal() * unit if found else None
    return value, model.getDualbound() * unit, model.getStatus() == "optimal"


def _cpsat(program: BinaryProgram, seconds: float) -> tuple[Any, Any, bool]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    x = [
        model.new_int_var(int(low), int(high), "")
        for low, high in zip(program.lower, program.upper, strict=True)
    ]
    for row in range(program.limit.size):
        span = slice(program.start[row], program.start[row + 1])
        whole = program.coefficient[span]
        divisor = max(1, int(np.gcd.reduce(whole))) if whole.size else 1
        terms = [x[j] for j in program.index[span]]
        total = cp_model.LinearExpr.weighted_sum(terms, (whole // divisor).tolist())
        model.add(total <= int(program.limit[row] // divisor))
    divisor = max(1, int(np.gcd.reduce(program.cost)))
    model.maximize(cp_model.LinearExpr.weighted_sum(x, (program.cost // divisor).tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = solver.objective_value * divisor if found else None
    return value, solver.best_objective_bound * divisor, status == cp_model.OPTIMAL


EACH = {"highs": _highs, "cbc": _cbc, "scip": _scip, "cpsat": _cpsat}


def main(peer: str, path: str, seconds: float) -> None:
    """Solve the program at a path, and print what was reached as JSON."""
    with np.load(path) as arrays:
        program = BinaryProgram(**{name: arrays[name] for name in FIELDS})
    started, used = perf_counter(), process_time()
    value, bound, proved = EACH[peer](program, seconds)
    cpu = process_time() - used
    if peer == "cbc":
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu += children.ru_utime + children.ru_stime
    told = {"value": value, "bound": bound, "proved": proved, "cpu": cpu}
    print(json.dumps(told | {"seconds": perf_counter() - started}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
