"""Names of people: which part is the last name, as far as a rule can tell."""

from dataclasses import dataclass
from itertools import takewhile

_TITLES = frozenset(
    {
        *("mayor", "vice", "former", "interim", "acting", "police", "chief", "sheriff"),
        *("rev", "reverend", "dr", "hon", "honorable", "mr", "mrs", "ms", "pastor"),
        *("councilman", "councilwoman", "councilmember", "commissioner", "governor"),
        *("gov", "rep", "sen", "senator", "president", "bishop", "judge", "captain"),
    }
)
_HONORS = frozenset({"right", "very", "most"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"})
_PARTICLES = frozenset(
    {
        *("de", "da", "di", "do", "dos", "del", "della", "der", "den", "du", "la"),
        *("le", "las", "los", "van", "von", "st", "ter", "y"),
    }
)
_OF_BODIES = frozenset(
    {
        *("and", "of", "the", "for", "department", "office", "council", "city"),
        *("county", "association", "coalition", "union", "board", "commission"),
        *("church", "university", "college", "league", "officials", "residents"),
        *("spokesman", "spokeswoman", "spokesperson", "group", "committee"),
    }
)
"""Words that no person's name has; what bears one is left as typed."""
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Person:
    """A name whose last name is known."""

    last: str
    given: str
    suffix: str = ""

    @property
    def listed(self) -> str:
        """The name as an index has it: `King, Martin Luther, Jr.`."""
        return ", ".join(filter(None, (self.last, self.given, self.suffix)))

    @property
    def likeness(self) -> tuple[str, str]:
        """What two ways to write one name share: last name and first word."""
        return self.last.casefold(), self.given.split()[0].casefold()


def read_person(text: str) -> Person | None:
    """Return the parts of a name, or nothing where no rule can tell them."""
    words = _untitled(text.split())
    suffix = words.pop() if words and _bare(words[-1]) in _SUFFIXES else ""
    if suffix and words:
        words[-1] = words[-1].removesuffix(",")
    if not 2 <= len(words) <= MOST_WORDS or not all(map(_is_of_a_name, words)):
        return None
    start = len(words) - 1
    if len(words[start].rstrip(".")) < 2:
        return None
    while start > 1 and _bare(words[start - 1]) in _PARTICLES:
        start -= 1
    return Person(" ".join(words[start:]), " ".join(words[:start]), suffix)


def _untitled(words: list[str]) -> list[str]:
    """Return the words behind a title: `The Right Reverend`, `Police Chief`."""
    bare = [_bare(word) for word in words]
    start = int(bare[:1] == ["the"])
    if start and bare[start:] and bare[start] in _HONORS:
        start += 1
    end = start + len(list(takewhile(_TITLES.__contains__, bare[start:])))
    return words[end:] if end > start else words


def _bare(word: str) -> str:
    return word.strip(".,").casefold()


def _is_of_a_name(word: str) -> bool:
    letters = word.strip("“”\"'‘’()").replace(".", "")
    letters = letters.replace("-", "").replace("’", "").replace("'", "")
    return letters.isalpha() and _bare(word) not in _OF_BODIES
