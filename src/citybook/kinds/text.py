"""Short text, printed as typed, and long text in light Markdown."""

import re
from collections.abc import Iterator

from citybook.kinds.kind import Asked, Reading, Trouble
from citybook.prose import (
    MAX_QUOTES,
    BulletList,
    Grid,
    Prose,
    Written,
    line,
    parse,
    plain,
)
from citybook.typed_tables import TypedTable, parted

MAX_CHARACTERS = 50_000
"""More than 20 pages of print: a mistake, not an answer."""
MAX_WORD = 400
"""Longer than any web address worth printing; layout slows on longer words."""
MAX_SHORT = 500
MAX_LISTED = 8_000
"""As much as a list of web addresses takes."""


class ShortText:
    """A name, a title, an office: printed exactly as typed."""

    example = "Jordan Example"
    prompt = "Type a short text."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the text as one paragraph."""
        joined = " ".join(text.split())
        troubles = length_troubles(joined, asked.max_words, limit=MAX_SHORT)
        return Reading(joined, line(joined), troubles)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any text will do."""
        return ()


class LongText:
    """Sentences, with **bold**, *italics*, [links](https://…), lists and tables."""

    example = "The city held two public meetings.\n\n- One in May\n- One in June"
    prompt = "Write in full sentences; a blank line starts a new paragraph."
    is_long = True

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the text as paragraphs and lists, typographically set."""
        if trouble := length_troubles(text, 0, limit=MAX_CHARACTERS):
            return Reading(None, (), trouble)
        prose = parse(text)
        words = plain(prose)
        troubles = length_troubles(words, asked.max_words, limit=MAX_CHARACTERS)
        told = (*_odd_tables(text), *_typeset(text, prose))
        return Reading(words, prose, (*troubles, *told))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any text will do."""
        return ()


def length_troubles(text: str, max_words: int, *, limit: int) -> tuple[Trouble, ...]:
    """Return what is wrong with the length of a text."""
    words = text.split()
    if len(text) > limit or any(len(word) > MAX_WORD for word in words):
        detail = (
            f"The answer has {len(text):,} characters, or a word of over {MAX_WORD}."
        )
        return (Trouble("too-large", detail),)
    over = len(words) - max_words
    if max_words and over > 0:
        detail = f"The answer has {len(words)} words; the form allows {max_words}."
        cut = f"Cut {over} {'word' if over == 1 else 'words'}."
        return (Trouble("too-long", detail, cut),)
    return ()


def _odd_tables(text: str) -> Iterator[Trouble]:
    """Yield a warning for each table that cannot be set as one."""
    for part in parted(text):
        if isinstance(part, TypedTable) and part.fault:
            detail = f"{part.fault} Its rows are printed as lines."
            yield Trouble("odd-table", detail, part.cure)


def _typeset(text: str, prose: Prose) -> tuple[Trouble, ...]:
    """Return a note where print shows other characters than were typed."""
    words = plain(prose)
    changed = [name for signs, name in _SIGNS if _more(signs, words, than=text)]
    changed += ["typed bullets"] if any(_has_bullets(block) for block in prose) else []
    changed += ["typed numbers"] if _has_numbers(text, prose) else []
    has_table = any(isinstance(block, Grid) for block in prose)
    changed += ["typed tables"] if has_table else []
    told = [f"Set as in a book: {', '.join(changed)}."] if changed else []
    straight = text.count('"') + text.count("'")
    if straight > MAX_QUOTES:
        told.append(f"{straight:,} straight quotes are too many to set: left as typed.")
    return tuple(Trouble("text-typeset", detail) for detail in told)


def _has_numbers(text: str, prose: Prose) -> bool:
    """Tell whether a list was counted otherwise than it is printed: (1) or 1)."""
    is_counted = any(isinstance(block, BulletList) and block.ordered for block in prose)
    return is_counted and bool(_NUMBER.search(text))


_NUMBER = re.compile(r"^ *(?:\(1\)|1\)|1\.(?=[^\W\d]))", re.M)


def _more(signs: str, words: str, *, than: str) -> bool:
    return sum(map(words.count, signs)) > sum(map(than.count, signs))


def _has_bullets(block: Written) -> bool:
    if not isinstance(block, BulletList):
        return False
    return not all(
        item.ordered if item.level else block.ordered for item in block.items
    )


_SIGNS = (
    ("“”", "straight quotes"),
    ("‘’", "apostrophes"),
    ("—", "dashes"),
    ("…", "ellipses"),
)
"""What print sets where another sign was typed."""
