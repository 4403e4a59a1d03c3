"""How near a retyped label comes to a question: filler words, plurals, typing slips.

It is careful: what is left of a label once its filler is gone must be what is left of
the question, give or take a slip of the fingers. Only a long question may differ by a
word or two. "Mayor's e-mail" is no way to ask for the mayor.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from citybook.typography import match_key

Rank = tuple[int, int]
"""Words that differ, then typing slips: the smaller, the nearer."""

_FILLER = frozenset(
    (
        *("a", "an", "the", "of", "for", "in", "on", "at", "to", "from", "by"),
        *("with", "and", "or", "as", "is", "are", "was", "were", "be", "been"),
        *("it", "its", "this", "that", "these", "those", "which", "what", "your"),
        *("you", "yours", "our", "ours", "we", "us", "i", "my", "me", "please"),
        *("enter", "write", "give", "tell", "provide", "list", "describe"),
        *("select", "choose", "indicate", "specify", "fill", "here", "if", "any"),
        *("answer", "question", "required", "optional", "full", "complete"),
        *("current", "official", "applicable", "known", "about", "there"),
        *("their", "they", "located", "briefly", "below", "following", "represent"),
        *("represents", "representing", "responding", "respond", "response"),
        *("submitting", "submission", "behalf"),
    )
)
_VERBS = frozenset(
    (
        *("do", "does", "did", "has", "have", "had", "can", "could", "will"),
        *("would", "should"),
    )
)
"""Filler in what is typed, but a part of a question that has them: "What you did"."""
_ASKING = frozenset(("who", "whom", "whose", "when", "where", "why", "how"))

_ANSWERS = {
    "who": frozenset(("text",)),
    "whose": frozenset(("text",)),
    "when": frozenset(("date",)),
    "where": frozenset(("city", "state", "link")),
    "how": frozenset(("number", "money")),
}
"""By asking word, the kinds of answer that it may ask for without being in a label."""

_NAME = frozenset(("name",))
_TICKED = frozenset(("one", "all", "apply", "check", "choice", "choices"))
ALLOWED = {
    "city": _NAME | {"city", "town", "municipality", "village", "borough"},
    "state": _NAME | {"state", "territory", "province", "commonwealth", "district"},
    "text": _NAME,
    "prose": frozenset(("short", "brief", "word", "detail")),
    "choice": _NAME | _TICKED,
    "choices": _TICKED,
    "number": frozenset(("number", "total", "many")),
    "money": frozenset(("amount", "much", "dollar", "usd", "total")),
    "date": frozenset(("date",)),
    "yes-no": frozenset(("yes", "no")),
    "email": frozenset(("address",)),
    "phone": frozenset(("number",)),
    "link": frozenset(("address", "link", "url")),
}
"""By kind of answer, words that may stand beside a question without changing it."""

_ALIKE = (
    (re.compile(r"^(?:please )?type (?=the |your |in |a )"), ""),
    (re.compile(r"\be mails?\b"), "email"),
    (re.compile(r"\bweb site\b"), "website"),
    (re.compile(r"\b(?:phone|tel)\b"), "telephone"),
)
_LONG_WORD = 9
_SHORT_WORD = 5


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to ask a question, as its words."""

    words: frozenset[str]
    asking: frozenset[str]
    """Its words such as who and when, which change what is asked."""


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """Return the words of a label that say something, in the singular."""
    key = match_key(text)
    for pattern, plain in _ALIKE:
        key = pattern.sub(plain, key)
    words = frozenset(key.split())
    telling = {_singular(word) for word in words - _FILLER - _ASKING}
    return Wording(frozenset(telling), words & _ASKING)


def _singular(word: str) -> str:
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def nearness(
    label: Wording, asked: Wording, *, kind: str, beside: Iterable[frozenset[str]]
) -> Rank | None:
    """Return how far a label is from a question, or None if it asks something else.

    `beside` are phrases that may stand beside the question: the name of its section,
    and its other spellings.
    """
    if not asked.words or not _asks_alike(label, asked, kind):
        return None
    missing = asked.words - label.words
    extra = label.words - asked.words
    slips = 0
    for word in tuple(missing):
        meant = next((other for other in sorted(extra) if is_slip(other, word)), "")
        if meant:
            missing -= {word}
            extra -= {meant}
            slips += 1
    extra -= ALLOWED.get(kind, frozenset()) | _VERBS
    extra = extra.difference(*(each for each in beside if each <= label.words))
    differing = len(missing) + len(extra)
    if differing > _may_differ(len(asked.words)) or slips > 1 + len(asked.words) // 3:
        return None
    return differing, slips


def _asks_alike(label: Wording, asked: Wording, kind: str) -> bool:
    new = label.asking - asked.asking
    return all(kind in _ANSWERS.get(word, ()) for word in new)


def _may_differ(words: int) -> int:
    return 0 if words < 4 else 1 if words < 7 else 2


@lru_cache(maxsize=4096)
def is_slip(typed: str, meant: str) -> bool:
    """Tell whether one word is the other with a slip of the fingers.

    A short word may lack a letter, have one too many or two exchanged; only in a
    longer one may a letter be another: `major` is not the mayor, `data` no date.
    """
    if min(len(typed), len(meant)) < 3 or typed[0] != meant[0]:
        return False
    if typed.isdigit() or meant.isdigit():
        return False
    if max(len(typed), len(meant)) <= _SHORT_WORD and len(typed) == len(meant):
        return sorted(typed) == sorted(meant) and _edits(typed, meant, most=1) <= 1
    most = 2 if len(meant) >= _LONG_WORD else 1
    return _edits(typed, meant, most=most) <= most


def _edits(one: str, other: str, *, most: int) -> int:
    """Return the letters to add, drop, change or exchange, counted past `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
