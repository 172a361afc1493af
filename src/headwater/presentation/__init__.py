"""The room that turns a decision into documents: a deck, a workbook and a page.

Reports are blocks without a format (`methods`); renderers draw them (`render`). Each call
returns the same bytes for the same decision, at any time and on any machine.
"""

from pathlib import Path

from headwater.presentation.methods import METHODS
from headwater.presentation.packs import no_pack, write_no_pack
from headwater.vocabulary.decision import Decision

__all__ = ["METHODS", "deck", "no_pack", "page", "workbook", "write", "write_no_pack"]


def deck(decision: Decision) -> bytes:
    """Draw the board deck (.pptx): native charts, and notes that trace each number."""
    from headwater.presentation.render import pptx

    return pptx.render(METHODS["board_deck"].build(decision))


def workbook(decision: Decision) -> bytes:
    """Write the decision as a workbook (.xlsx) in which no cell is a formula."""
    from headwater.presentation.render import portfolio_workbook

    return portfolio_workbook.render(decision)


def page(decision: Decision) -> str:
    """Write the decision as one HTML page that needs nothing from anywhere else."""
    from headwater.presentation.render import html

    return html.render(METHODS["decision_page"].build(decision))


def write(decision: Decision, folder: Path) -> tuple[Path, ...]:
    """Write board.pptx, portfolio.xlsx and report.html into a folder, and return their paths.

    The folder is made when it is not there; files of these names are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "board.pptx": deck(decision),
        "portfolio.xlsx": workbook(decision),
        "report.html": page(decision).encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in contents)
