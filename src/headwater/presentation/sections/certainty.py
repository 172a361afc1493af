"""What the answer rests on, what to ask next, how it was made, and how to make it again."""

from headwater.presentation import tables
from headwater.presentation.sections.opening import proof, tags
from headwater.presentation.wording import count, number, shortened
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Block, Heading, Points, Section, Text, Trace


def doubts(decision: Decision) -> Section:
    """Show what was assumed beside what is doubtful; what was not used."""
    assumed: list[Block] = [Heading("Assumed")]
    assumed.append(Points(decision.assumptions or ("Nothing beyond the tables was assumed.",)))
    if decision.ignored:
        assumed += [Heading("Seen and not used"), Points(decision.ignored)]
    doubted = Points(decision.doubts or ("No doubt was found.",))
    return Section(
        key="doubts",
        label="Assumptions and doubts",
        title=_doubts_title(decision),
        blocks=tuple(assumed),
        aside=(Heading("Doubts"), doubted),
        tags=tags(decision),
        trace=(
            Trace(f"{len(decision.assumptions)} assumptions", "assumptions"),
            Trace(f"{len(decision.doubts)} doubts", "doubts"),
            Trace(f"{len(decision.ignored)} things not used", "ignored"),
        ),
    )


def _doubts_title(decision: Decision) -> str:
    doubted = len(decision.doubts)
    rests = count(len(decision.assumptions), "assumption")
    if not doubted:
        return f"The answer rests on {rests}, and no doubt was found"
    return f"The answer rests on {rests}; {count(doubted, 'doubt')} should be known before acting"


def questions(decision: Decision) -> Section:
    """Show what to find out next, in order of worth, and the line after which to stop."""
    asks, line = decision.questions, decision.line
    if not asks:
        return _nothing_to_ask(decision)
    first = asks[0]
    moved = (
        f"it could move {count(first.swing, 'project')}"
        if first.swing
        else "though no answer to it alone moves a project"
    )
    said: list[Block] = [tables.questions(decision, pages=2)]
    if line is not None:
        said += [Text(line.text, "lead")] + ([Text(line.at_stake)] if line.at_stake else [])
        said += [Text(" ".join(line.doubts), "small")] if line.doubts else []
    return Section(
        key="questions",
        label="What to ask next",
        title=f"Ask first about the {shortened(first.about, 70)}: {moved}",
        blocks=tuple(said),
        trace=(
            Trace("Projects that could move, for each question", "questions[*].swing"),
            Trace("Worth of each answer", "questions[*].expected; questions[*].worst"),
            Trace("Wording and reason of each question", "questions[*].text; questions[*].why"),
            Trace("Where to stop asking", "line"),
        ),
    )


def _nothing_to_ask(decision: Decision) -> Section:
    line = decision.line
    text = (
        line.text
        if line is not None
        else "The decision lists no fact whose answer would bring a project into the recommended "
        "portfolio or take one out."
    )
    sure = line is None or line.proved
    return Section(
        key="questions",
        label="What to ask next",
        title="No open question is known that could change the recommended portfolio"
        if sure
        else "Which questions could change the recommended portfolio was not settled",
        blocks=(Text(text, "lead"),),
        trace=(Trace("No question", "questions; line"),),
    )


def method(decision: Decision) -> Section:
    """How values, calls and the recommended portfolio are made, in words."""
    calls = (
        "A portfolio is non-dominated when no other portfolio within the limits is at least as "
        "good under all weights and scores that are still possible, and better under some. The "
        "core index of a project is the share of these portfolios that contain it. Start: all "
        "contain it (100%). Stop: none does (0%). Contested: some do, so the choice hangs on what "
        "is still open."
    )
    ties = (
        f"{count(len(decision.ties), 'project')} "
        f"{'is' if len(decision.ties) == 1 else 'are'} in some but not all portfolios of the "
        f"highest value; the recommended one is the first by name."
        if decision.ties
        else "No tie between portfolios of the highest value is known."
    )
    return Section(
        key="method",
        label="Appendix: method",
        title="A project is called only as firmly as every open judgement allows",
        blocks=(
            Heading("What a value is"),
            Text(f"{decision.value_meaning} Values are counted in {decision.value_unit}."),
            Heading("How the calls are made"),
            Text(calls),
            Heading("How far it is proved"),
            Text(
                f"{proof(decision)} Value {number(decision.value)}, proved upper bound "
                f"{number(decision.bound)}. {ties}"
            ),
        ),
        trace=(
            Trace(f"Value {number(decision.value)}", "value"),
            Trace(f"Bound {number(decision.bound)}", "bound"),
            Trace(f"Status {decision.status}, gap {decision.gap:.6g}", "status; gap"),
            Trace(f"{len(decision.ties)} ties", "ties"),
        ),
    )


def manifest(decision: Decision) -> Section:
    """Show what is needed to compute the decision again, and how."""
    table = tables.manifest(decision)
    again = Text(
        "Run headwater verify decision.json INPUT: it computes the decision again and says "
        "whether it is identical, within tolerance, or different.",
    )
    return Section(
        key="manifest",
        label="Appendix: manifest",
        title="Anyone with the input can compute this decision again"
        if table.rows
        else "This decision carries no manifest, so it cannot be computed again",
        blocks=(again, table) if table.rows else (Text("The manifest of the decision is empty."),),
        trace=(Trace("Each item", "manifest"),),
    )
