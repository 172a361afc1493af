"""Kinds of agenda items, and workshops to start from, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from headwater.web.judgement.states import Mode


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of item does: its name on screen, what it asks, and of what."""

    title: str
    sentence: str
    subjects: str = ""


KINDS: Final[Mapping[str, Kind]] = {
    "criteria": Kind("Judge criteria", "How much each criterion counts.", "Criteria"),
    "projects": Kind("Judge projects", "How well each project does on each criterion.", "Projects"),
    "write": Kind("Write", "Each writes an answer before anyone speaks."),
    "discuss": Kind("Discuss", "Talk; nothing is asked."),
    "decide": Kind("Decide", "Each says which option to take, and why.", "Options"),
}

PROJECT_LOW, PROJECT_HIGH = 0.0, 5.0
"""Ends of the scale on which projects are judged."""


@dataclass(frozen=True, slots=True)
class Point:
    """One item of a template; `subjects` are options given beforehand."""

    kind: str
    title: str
    question: str
    minutes: int
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A workshop to start from."""

    title: str
    sentence: str
    mode: Mode
    points: tuple[Point, ...]


TEMPLATES: Final[Mapping[str, Template]] = {
    "criteria": Template(
        "Prioritize criteria",
        "What should count, and how much: judge, look at where you differ, judge again.",
        Mode.CONFIDENTIAL,
        (
            Point("discuss", "What the criteria mean", "Does everyone read them alike?", 10),
            Point(
                "criteria",
                "How much each criterion counts",
                "Think of a project that does badly on everything. Which leap, from worst to best, "
                "would you want most? Give it 100, and the others points beside it.",
                15,
            ),
            Point("discuss", "Where we differ", "What do those who differ most know?", 20),
            Point(
                "decide",
                "Take these weights?",
                "Shall the next portfolio rest on these weights?",
                5,
                ("Take them", "Judge once more", "Do not take them"),
            ),
        ),
    ),
    "shortlist": Template(
        "Score a shortlist",
        "How well a few projects do on each criterion, with ranges where nobody can know.",
        Mode.CONFIDENTIAL,
        (
            Point("discuss", "What the levels look like", "Which finished project is a 4?", 10),
            Point(
                "projects",
                "Scores of the shortlist",
                "How well does each project do? A range is welcome, and so is “don’t know”.",
                25,
            ),
            Point("discuss", "Where the scores differ", "What does the highest scorer know?", 20),
        ),
    ),
    "pbrs": Template(
        "Problem – benefit – response – solution",
        "The need before the answer: agree on the problem and what solving it is worth first.",
        Mode.NAMED,
        (
            Point("write", "Problem", "What is wrong, for whom, and how do we know?", 25),
            Point("write", "Benefit", "What would be better, and how would we see it?", 25),
            Point("write", "Response", "Which ways of acting could bring that about?", 20),
            Point("write", "Solution", "What would the best of these need?", 20),
            Point(
                "decide",
                "Go on?",
                "Is the problem worth solving, and is this the response to work out?",
                10,
                ("Work it out", "Look for another response", "Leave it"),
            ),
        ),
    ),
    "premortem": Template(
        "Pre-mortem",
        "It is two years on and the project has failed: why? What nobody dares say, said safely.",
        Mode.ANONYMOUS,
        (
            Point("discuss", "The plan in two minutes", "What is planned?", 5),
            Point(
                "write",
                "Why did it fail?",
                "Imagine that two years from now this has failed. Write down why.",
                10,
            ),
            Point("discuss", "What we can do about it", "Which reasons can be acted on now?", 20),
            Point(
                "decide",
                "Still go?",
                "Knowing this, what should happen?",
                5,
                ("Go as planned", "Go, with changes", "Stop and think again"),
            ),
        ),
    ),
    "decide": Template(
        "Decide",
        "One question, its options, a hidden vote and a record that can be defended.",
        Mode.NAMED,
        (
            Point("discuss", "The question and the options", "Is an option missing?", 15),
            Point("decide", "Decision", "Which option should we take?", 10),
        ),
    ),
}
"""Name -> template; each can be changed before anything opens."""
