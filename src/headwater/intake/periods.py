"""Periods as people write them, in one canonical form: FY2017, 2026 Q1, 2016/17, 2026-03."""

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = r"(?:19|20)\d{2}"
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
PART = r"([qh])([1-4])"
FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\bfy ?({YEAR}|\d{{2}}) ?{PART}\b"), "fiscal part"),
    (re.compile(rf"\b{PART} ?fy ?({YEAR}|\d{{2}})\b"), "part fiscal"),
    (re.compile(rf"\bfy ?({YEAR}|\d{{2}})(?: ({YEAR}|\d{{2}}))?\b"), "fiscal"),
    (re.compile(rf"\b({YEAR}) ?{PART}\b"), "year part"),
    (re.compile(rf"\b{PART} ?({YEAR})\b"), "part year"),
    (re.compile(rf"\b{MONTH} ?({YEAR})\b"), "month year"),
    (re.compile(rf"\b({YEAR}) {MONTH}\b"), "year month"),
    (re.compile(rf"\b({YEAR}) ({YEAR}|\d{{2}})(?: 01| 1)?\b"), "two years"),
    (re.compile(rf"\b({YEAR})\b"), "year"),
)
WORD = re.compile(r"[^\W_]+|[£$€¥₹]")


def take_period(words: str) -> tuple[str, str]:
    """Find a period in lower-case words parted by spaces; return it ('' if none) and the rest."""
    for pattern, form in FORMS:
        if found := pattern.search(words):
            name = _name(form, [group or "" for group in found.groups()])
            if name:
                rest = f"{words[: found.start()]} {words[found.end() :]}"
                return name, " ".join(rest.split())
    return "", words


def period(text: str) -> str:
    """Write a period in its canonical form; a text that is none stays as it is written.

    >>> period("2026Q1"), period("FY17"), period("Year 1")
    ('2026 Q1', 'FY2017', 'Year 1')
    """
    words = " ".join(WORD.findall(text.casefold()))
    name, rest = take_period(words)
    return name if name and not rest else " ".join(text.split())


def _name(form: str, parts: list[str]) -> str:
    if form == "fiscal part":
        return f"FY{_year(parts[0])} {parts[1].upper()}{parts[2]}"
    if form == "part fiscal":
        return f"FY{_year(parts[2])} {parts[0].upper()}{parts[1]}"
    if form == "fiscal":
        return f"FY{_span(*parts)}" if parts[1] else f"FY{_year(parts[0])}"
    if form == "year part":
        return f"{parts[0]} {parts[1].upper()}{parts[2]}"
    if form == "part year":
        return f"{parts[2]} {parts[0].upper()}{parts[1]}"
    if form in ("month year", "year month"):
        month, year = parts if form == "month year" else parts[::-1]
        return f"{year}-{MONTHS.index(month[:3]) + 1:02}"
    if form == "two years":
        return _span(*parts)
    return parts[0]


def _year(text: str) -> str:
    return text if len(text) == 4 else f"20{text}"


def _span(first: str, second: str) -> str:
    start, end = _year(first), second[-2:]
    if (int(start) + 1) % 100 == int(end):
        return f"{start}/{end}"
    if len(second) == 2 and 1 <= int(second) <= 12:
        return f"{start}-{second}"
    return ""
