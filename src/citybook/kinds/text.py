"""Short text, printed as typed, and long text in light Markdown."""

from citybook.kinds.kind import Asked, Reading, Trouble
from citybook.prose import line, parse, plain

MAX_CHARACTERS = 50_000
"""More than 20 pages of print: a mistake, not an answer."""
MAX_WORD = 400
"""Longer than any web address worth printing; layout slows on longer words."""
MAX_SHORT = 500


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
    """Sentences, with **bold**, *italics*, lists and [links](https://city.example)."""

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
        return Reading(words, prose, (*troubles, *_typeset(text, words)))

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
        return (Trouble("too-long", detail, f"Cut {over} words."),)
    return ()


def _typeset(text: str, words: str) -> tuple[Trouble, ...]:
    """Return a note where print shows other characters than were typed."""
    changed = [name for sign, name in _SIGNS if text.count(sign) > words.count(sign)]
    if not changed:
        return ()
    return (Trouble("text-typeset", f"Set as in a book: {', '.join(changed)}."),)


_SIGNS = (
    ('"', "straight quotes"),
    ("'", "apostrophes"),
    ("--", "dashes"),
    ("...", "ellipses"),
    ("•", "typed bullets"),
    ("\n* ", "typed bullets"),
    ("\n- ", "typed bullets"),
)
