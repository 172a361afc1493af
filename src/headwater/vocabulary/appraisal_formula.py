"""Formulas over named quantities: + - * / ^, comparisons, a few functions; read, never executed.

Text becomes a tree of `Node`. Working it out is the appraisal room's part.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from headwater.errors import InputError

FUNCTIONS = {
    "min": (1, 50),
    "max": (1, 50),
    "sum": (1, 50),
    "if": (3, 3),
    "and": (1, 50),
    "or": (1, 50),
    "not": (1, 1),
    "abs": (1, 1),
    "round": (1, 2),
    "previous": (1, 1),
    "total": (1, 1),
}
"""Every function, with the fewest and the most arguments that it takes."""

YEAR, INDEX = "year", "t"
"""The calendar year of the cell, and the years since the base year."""

LONGEST = 2_000  # characters
DEEPEST = 60  # brackets and signs within each other
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:_?\d)*\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)"
    r"|(?P<name>[^\W\d]\w*)|\[(?P<quoted>[^\[\]]{1,200})\]"
    r"|(?P<sign>\.\.|<=|>=|<>|!=|==|[-+*/^()<>=%,;×÷−]))"
)
COMPARISONS = ("<", ">", "<=", ">=", "=", "<>")
SPELLED = {"×": "*", "÷": "/", "−": "-", "==": "=", "!=": "<>", ";": ","}


@dataclass(frozen=True, slots=True)
class Node:
    """A number, a name, or an operation on other nodes.

    Attributes
    ----------
    op
        "number", "name", "call", "negative", "percent", "range", or the sign of an operation.
    text
        The number as written, the name as `key` makes it, or the function.
    at
        Where it begins, counted in characters from 1.
    """

    op: str
    text: str = ""
    args: tuple["Node", ...] = ()
    at: int = 1


def key(name: str) -> str:
    """Return the form by which names are compared: "Hourly wage" and hourly_wage are one."""
    return "_".join(re.findall(r"\w+", name.casefold().replace("_", " ")))


def parse(text: str) -> Node:
    """Read a formula.

    Numbers have a point for decimals and no mark for thousands; `3%` is 0.03; `3..5` is a range
    and stands alone. Names are words, or anything in square brackets. A leading = is dropped.

    Raises
    ------
    InputError
        If it is none: the message says at which character, and what was expected.
    """
    return _Reader(text).formula()


def names(node: Node) -> Iterator[tuple[str, str]]:
    """Give every name of a formula, with how it is used: "same", "previous" or "total"."""
    waiting = [(node, "same")]
    while waiting:
        each, use = waiting.pop()
        if each.op == "name":
            if each.text not in (YEAR, INDEX):
                yield each.text, use
            continue
        inner = each.text if each.op == "call" and each.text in ("previous", "total") else use
        waiting += [(arg, inner) for arg in each.args]


def renamed(text: str, new: Mapping[str, str]) -> str:
    """Return a formula with other names, everything else as it was written.

    Parameters
    ----------
    new
        By the key of the old name, the new one.
    """
    said = text.strip().removeprefix("=")
    try:
        tokens = list(_tokens(said))
    except InputError:
        return text  # what cannot be read stays as it was typed
    said = said.rstrip()
    for place in range(len(tokens) - 1, -1, -1):
        kind, shown, at = tokens[place]
        calls = kind == "name" and place + 1 < len(tokens) and tokens[place + 1][1] == "("
        if kind not in ("name", "quoted") or calls or key(shown) not in new:
            continue
        more = 1 if kind == "quoted" else 0
        start, end = at - 1 - more, at - 1 + len(shown) + more
        said = f"{said[:start]}[{new[key(shown)]}]{said[end:]}"
    return said


class _Reader:
    """Recursive descent: comparison > sum > product > sign > power > atom."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise InputError(f"a formula has at most {LONGEST} characters, not {len(text)}")
        self.tokens = list(_tokens(text.strip().removeprefix("=")))
        self.place = 0
        self.depth = 0

    def formula(self) -> Node:
        if self._sign() == "":
            raise InputError("the formula is empty")
        node = self._comparison()
        if self._take(".."):
            node = Node("range", "", (node, self._comparison()), node.at)
            if not all(_is_plain(end) for end in node.args):
                raise InputError("a range has a number on both sides, as in 3..5")
        if self.place < len(self.tokens):
            _kind, text, at = self.tokens[self.place]
            told = "a bracket is closed that was not opened" if text == ")" else "expected a sign"
            raise InputError(f"at character {at}, before {text!r}: {told}")
        return node

    def _comparison(self) -> Node:
        left = self._sum()
        if (sign := self._sign()) in COMPARISONS:
            self.place += 1
            return Node(sign, "", (left, self._sum()), left.at)
        return left

    def _sum(self) -> Node:
        node = self._product()
        while (sign := self._sign()) in ("+", "-"):
            self.place += 1
            node = Node(sign, "", (node, self._product()), node.at)
        return node

    def _product(self) -> Node:
        node = self._signed()
        while (sign := self._sign()) in ("*", "/"):
            self.place += 1
            node = Node(sign, "", (node, self._signed()), node.at)
        return node

    def _signed(self) -> Node:
        at = self._at()
        if self._take("-"):
            with self._deeper():
                return Node("negative", "", (self._signed(),), at)
        if self._take("+"):
            with self._deeper():
                return self._signed()
        return self._power()

    def _power(self) -> Node:
        base = self._percent()
        if self._take("^"):
            with self._deeper():
                return Node("^", "", (base, self._signed()), base.at)
        return base

    def _percent(self) -> Node:
        node = self._atom()
        while self._take("%"):
            node = Node("percent", "", (node,), node.at)
        return node

    def _atom(self) -> Node:
        if self.place >= len(self.tokens):
            raise InputError("the formula ends where a number or a name was expected")
        kind, text, at = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return Node("number", text.replace("_", ""), (), at)
        if kind == "quoted":
            return Node("name", key(text), (), at)
        if kind == "name":
            return self._call(text, at) if self._sign() == "(" else Node("name", key(text), (), at)
        if text == "(":
            with self._deeper():
                node = self._comparison()
            self._close(at)
            return node
        raise InputError(f"at character {at}: expected a number or a name, found {text!r}")

    def _call(self, name: str, at: int) -> Node:
        function = name.casefold()
        if function not in FUNCTIONS:
            raise InputError(
                f"at character {at}: no function {name!r}; there are: {', '.join(FUNCTIONS)}"
            )
        self.place += 1
        args: list[Node] = []
        with self._deeper():
            while self._sign() != ")":
                args.append(self._comparison())
                if not self._take(","):
                    break
        self._close(at)
        least, most = FUNCTIONS[function]
        if not least <= len(args) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise InputError(f"at character {at}: {name} takes {wanted} arguments, not {len(args)}")
        if function in ("previous", "total") and args[0].op != "name":
            raise InputError(f"at character {at}: {name} takes the name of a line")
        return Node("call", function, tuple(args), at)

    def _close(self, at: int) -> None:
        if not self._take(")"):
            raise InputError(f"the bracket at character {at} is not closed")

    def _sign(self) -> str:
        if self.place >= len(self.tokens):
            return ""
        kind, text, _ = self.tokens[self.place]
        return text if kind == "sign" else kind

    def _take(self, sign: str) -> bool:
        if self._sign() == sign:
            self.place += 1
            return True
        return False

    def _at(self) -> int:
        return self.tokens[self.place][2] if self.place < len(self.tokens) else 0

    def _deeper(self) -> "_Reader":
        self.depth += 1
        if self.depth > DEEPEST:
            raise InputError(f"a formula nests at most {DEEPEST} deep; split it into lines")
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc: object) -> None:
        self.depth -= 1


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    text = text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            rest = text[place:].lstrip()
            at = len(text) - len(rest) + 1
            raise InputError(f"at character {at}: {rest[:1]!r} cannot stand in a formula")
        kind = found.lastgroup or ""
        shown = found[kind]
        start = found.start(kind)
        if kind == "number" and text[start:].startswith(f"{shown.rstrip('.')}.."):
            shown = shown.rstrip(".")  # 3..5: the points are the range's
            yield kind, shown, start + 1
            place = start + len(shown)
            continue
        yield kind, SPELLED.get(shown, shown) if kind == "sign" else shown, start + 1
        place = found.end()


def _is_plain(node: Node) -> bool:
    return node.op == "number" or (
        node.op in ("negative", "percent") and all(_is_plain(each) for each in node.args)
    )
