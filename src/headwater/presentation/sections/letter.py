"""The parts of a sponsor's page: the answer, three facts, what would change it, whom to ask."""

from headwater.presentation.wording import count, listed, money, plain, shortened
from headwater.vocabulary.refusal import Closeness, Refusal, review_date
from headwater.vocabulary.report import Block, Callout, Figure, Figures, Heading, Points, Text

MOST_DISPLACERS = 4
MOST_CHANGES = 3
MOST_ASSUMED = 6
LONGEST_NAME = 100  # characters; a name that is longer is cut with an ellipsis
LONGEST_SENTENCE = 200
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def name_of(refusal: Refusal) -> str:
    """Return what to call the project: its name on one line, or its id where that is empty."""
    return shortened(plain(refusal.project) or plain(refusal.id) or "This project", LONGEST_NAME)


def title(refusal: Refusal) -> str:
    """Return the answer as a headline."""
    endings = {
        "not now": "not now",
        "stop": "we recommend to stop",
        "close call": "a close call, not this time",
    }
    return f"{name_of(refusal)}: {endings[refusal.answer]}"


def label(refusal: Refusal) -> str:
    """Return the answer in two words."""
    return {"not now": "Not now", "stop": "Stop", "close call": "Close call"}[refusal.answer]


def addressee(refusal: Refusal) -> str:
    """Say whom the page is for."""
    sponsor = shortened(refusal.sponsor, LONGEST_NAME) or "the sponsor of this project"
    unit = shortened(refusal.unit, LONGEST_NAME)
    return f"For {sponsor}, {unit}" if unit else f"For {sponsor}"


def opening(refusal: Refusal) -> tuple[Block, ...]:
    """Give the answer, kindly and first."""
    counts = ""
    if refusal.proposed:
        spend = money(refusal.budget, refusal.money)
        what = f"a share of {spend}" if refusal.budget is not None else "a place"
        counts = (
            f" {count(refusal.proposed, 'project').capitalize()} asked for {what}. "
            f"We recommend {refusal.recommended:,} of them."
        )
    words = {
        "not now": f"Thank you for putting this project forward.{counts} This one is not among "
        "them for now. It can be put forward again.",
        "stop": f"Thank you for the work that has gone into this project.{counts} This one is "
        "running, and we recommend to stop it. What it has cost so far played no part.",
        "close call": f"Thank you for putting this project forward.{counts} This one came close, "
        "but it is not among them this time. It can be put forward again.",
    }
    blocks: list[Block] = [Text(words[refusal.answer], "lead")]
    if refusal.reason:
        blocks.append(Text(shortened(refusal.reason, 2 * LONGEST_SENTENCE)))
    note = "We chose between projects. We did not judge the people behind them."
    return (*blocks, Text(f"{sentence(refusal.closeness)} {note}"))


def facts(refusal: Refusal) -> Figures:
    """Show how close it was, in three numbers."""
    near = refusal.closeness
    name = "Keeping it going" if refusal.answer == "stop" else "Putting it in now"
    return Figures((_often(near), _place(near), _loss(near, name)))


def _often(near: Closeness) -> Figure:
    number = round(near.share * near.combinations)
    if not near.complete:
        return Figure(
            f"{number:,} of {near.combinations:,}",
            "How often it is in",
            "best combinations, for views drawn at random",
        )
    if near.combinations == 1:
        return Figure("Not in it", "How often it is in", "only one combination could be best")
    often = f"{number:,}" if number else "None"
    return Figure(
        f"{often} of {near.combinations:,}",
        "How often it is in",
        "combinations of projects that could be best",
    )


def _place(near: Closeness) -> Figure:
    if near.place is None or near.places is None:
        return Figure("Not known", "Value for money", "its cost or its worth is not stated")
    return Figure(
        f"{_ordinal(near.place)} of {near.places:,}",
        "Value for money",
        "its place among the projects, the 1st is best",
    )


def _loss(near: Closeness, name: str) -> Figure:
    if not near.fits:
        return Figure("Does not fit", name, "the limits and rules leave no room for it")
    if near.loss is None:
        return Figure("Not known", name, "what the plan would lose was not worked out")
    if near.loss == 0:
        return Figure("No loss", name, "the plan would be worth the same")
    return Figure(f"{part(near.loss)} less", name, "worth of the whole plan")


def part(share: float) -> str:
    """Write a small share of 1: 'under 0.1%', '1.2%', '14%'."""
    if share < 0.001:
        return "under 0.1%"
    return f"{share:.1%}" if share < 0.0995 else f"{share:.0%}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in (11, 12, 13) else ending}"


def sentence(near: Closeness) -> str:
    """Say how often it is in, as one sentence."""
    number = round(near.share * near.combinations)
    if not near.complete:
        often = f"{number:,}" if number else "none"
        return (
            f"We drew {near.combinations:,} views of what matters at random. It is in the best "
            f"combination for {often} of them."
        )
    if near.combinations == 1:
        return "Only one combination of projects could be best, and it is not in it."
    often = f"{number:,}" if number else "none"
    return f"It is in {often} of the {near.combinations:,} combinations that could be best."


def displaced(refusal: Refusal) -> tuple[Block, ...]:
    """Name the projects that would have to wait for it, and what each costs and brings."""
    near = refusal.closeness
    heading = Heading("What took its place")
    if not near.fits:
        return ()
    if not refusal.displacers:
        if near.loss is None:
            return ()
        worth = "but the plan would be worth less" if near.loss else "and the plan is worth as much"
        return (heading, Text(f"No other project would have to wait for it, {worth}."))
    shown = refusal.displacers[:MOST_DISPLACERS]
    rest = len(refusal.displacers) - len(shown)
    lines = [shortened(each.name, LONGEST_NAME) for each in shown]
    lines = [
        f"{line}: {shortened(each.why, LONGEST_SENTENCE)}" if each.why else line
        for line, each in zip(lines, shown, strict=True)
    ]
    if rest:
        lines.append(f"and {count(rest, 'more project')}")
    these = "this project" if len(refusal.displacers) == 1 else "these projects"
    aim = "keep it going" if refusal.answer == "stop" else "put it in now"
    return (heading, Text(f"To {aim}, {these} would have to wait:"), Points(tuple(lines)))


def changes(refusal: Refusal) -> tuple[Block, ...]:
    """Say what would put it in, and whether that was worked out again."""
    blocks: list[Block] = [Heading("What would change the answer")]
    shown = refusal.changes[:MOST_CHANGES]
    for each in shown:
        text = shortened(each.text, LONGEST_SENTENCE)
        doubt = "" if each.verified else " This is an estimate; we have not checked it."
        blocks.append(Callout(text + doubt, shortened(each.name, LONGEST_NAME), "start"))
    if checked := sum(each.verified for each in shown):
        which = "it" if len(shown) == 1 else "each" if checked == len(shown) else "the others"
        said = f"We checked {which} by making the whole choice again."
        any_one = "Any one of these is enough. " if len(shown) > 1 else ""
        blocks.append(Text(any_one + said, "small"))
    if refusal.not_tried:
        blocks.append(Text(shortened(refusal.not_tried, LONGEST_SENTENCE)))
    elif not shown:
        blocks.append(Text("We found no change of cost or budget alone that would put it in."))
    return tuple(blocks)


def small_print(refusal: Refusal) -> tuple[Block, ...]:
    """Say what was assumed, and what is doubtful."""
    said = [
        shortened(each, LONGEST_SENTENCE)
        for each in dict.fromkeys((*refusal.doubts, *refusal.assumed))
    ]
    if not said:
        return ()
    rest = len(said) - MOST_ASSUMED
    more = f" {count(rest, 'more assumption')} in the full report." if rest > 0 else ""
    return (Heading("What we assumed"), Text(" ".join(said[:MOST_ASSUMED]) + more, "small"))


def closing(refusal: Refusal) -> tuple[Block, ...]:
    """Say when it is looked at again, and whom to ask."""
    when = f"On {day(refusal.review)}." if refusal.review else "No date is set yet. Ask for one."
    contact = refusal.contact
    known = [shortened(each, LONGEST_NAME) for each in (contact.name, contact.reach) if each]
    who = listed(known) if len(known) < 2 else f"{known[0]} ({known[1]})"
    return (
        Callout(when, "When we look at it again"),
        Callout(f"{who}." if who else "The office that sent you this page.", "Whom to ask"),
    )


def day(text: str) -> str:
    """Write a date the way people do: '15 March 2027'."""
    found = review_date(text)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"
