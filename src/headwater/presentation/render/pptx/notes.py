"""What the speaker can answer when asked where a number comes from."""

from collections.abc import Iterable, Iterator

from headwater.presentation.render.flow import Placed
from headwater.vocabulary.report import Report, Section, Table, Trace


def notes(section: Section, report: Report, shown: Iterable[Placed]) -> str:
    """Trace every number on a slide to its path in the decision's file, and to its input."""
    lines = [section.title, "", "Where each number comes from:"]
    lines += [f"- {line(trace, report.file)}" for trace in section.trace]
    ids = list(_ids(shown))
    if ids:
        lines.append(f"- Rows on this slide, by their id there: {'; '.join(ids)}")
    lines.append("")
    if report.digest:
        lines.append(
            f"Input digest (SHA-256, {report.file} > manifest.input_digest): {report.digest}"
        )
    else:
        lines.append("The decision carries no input digest, so its input cannot be checked.")
    return "\n".join(lines)


def line(trace: Trace, file: str) -> str:
    """Write one trace: what it is, its path, and the page that shows it."""
    page = f" ({trace.link})" if trace.link else ""
    return f"{trace.what}: {file} > {trace.path}{page}"


def _ids(shown: Iterable[Placed]) -> Iterator[str]:
    for placed in shown:
        if isinstance(placed.block, Table):
            yield from placed.block.ids
