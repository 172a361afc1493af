"""Needs held against each other: which of them say nearly the same, by their words alone."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log

from headwater.vocabulary.need import Likeness

SOURCE = ("broder1997", "sparckjones1972")
NEAR = 0.3
"""From this share on two needs are shown to a person as perhaps the same."""

DOUBT = (
    "Only the words of the first sentence are compared: two needs told in different words are "
    "not found, "
    "and two that share words may still differ."
)
MOST_SHOWN = 20
MOST_WORDS_NAMED = 6
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(
    [
        "a",
        "about",
        "all",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "do",
        "does",
        "for",
        "from",
        "get",
        "had",
        "has",
        "have",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "lack",
        "lacking",
        "less",
        "many",
        "more",
        "most",
        "must",
        "need",
        "needs",
        "no",
        "nobody",
        "none",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "own",
        "same",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "under",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "without",
        "would",
        "you",
        "your",
    ]
)


def words(text: str) -> frozenset[str]:
    """Return the telling words of a text: folded to plain small letters, plurals as singulars."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    found = (_singular(each) for each in _WORD.findall(plain) if each not in _COMMON)
    return frozenset(each for each in found if len(each) > 1)


def alike(
    texts: Mapping[str, str], *, near: float = NEAR, to: str | None = None
) -> tuple[Likeness, ...]:
    """Return the pairs of needs whose words overlap by `near` or more, the most alike first.

    Parameters
    ----------
    texts
        What each need says, by its key.
    to
        Only pairs with this key; None for all.

    Returns
    -------
    tuple of Likeness
        `share` is the weighted overlap of the two sets of words: the weights of the words in
        both over the weights of the words in either, dimensionless, 0 to 1
        [broder1997]_; a word weighs log(1 + n / k) where k of the n needs use it, so that rare
        words tell more [sparckjones1972]_. The order of `texts` changes nothing.
    """
    held = {key: words(text) for key, text in texts.items()}
    often = Counter(word for each in held.values() for word in each)
    weight = {word: log(1 + len(held) / count) for word, count in often.items()}
    whole = {key: _sum(each, weight) for key, each in held.items()}
    found = []
    for one, other in _pairs(held, to):
        shared = held[one] & held[other]
        both = _sum(shared, weight)
        share = both / (whole[one] + whole[other] - both)
        if share >= near:
            telling = sorted(shared, key=lambda word: (-weight[word], word))[:MOST_WORDS_NAMED]
            found.append(Likeness(one, other, min(share, 1.0), tuple(telling)))
    return tuple(sorted(found, key=lambda each: (-each.share, each.one, each.other)))


def _pairs(held: Mapping[str, frozenset[str]], to: str | None) -> list[tuple[str, str]]:
    """Return the pairs that share a word at all, each once, in a fixed order."""
    using: dict[str, list[str]] = defaultdict(list)
    for key in sorted(held):
        for word in held[key]:
            using[word].append(key)
    pairs = set()
    for keys in using.values():
        if to is not None:
            if to in keys:
                pairs |= {tuple(sorted((to, key))) for key in keys if key != to}
            continue
        pairs |= {(one, other) for place, one in enumerate(keys) for other in keys[place + 1 :]}
    return sorted(pairs)  # type: ignore[arg-type]


def _sum(of: frozenset[str], weight: Mapping[str, float]) -> float:
    return sum(weight[word] for word in sorted(of))


def _singular(word: str) -> str:
    """Fold the common English plurals; crude on purpose, so that it can be told in a line."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
