"""Text that was read in the wrong alphabet, such as "PeÃ±asco", put right again."""

import re
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType


def lazily(name: str) -> ModuleType:
    """Return a module that is loaded when something of it is first asked for."""
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    if name in sys.modules:
        return sys.modules[name]
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# It takes 100 ms to load, and few editions have a text that needs it.
_ftfy = lazily("ftfy")

_MIDDLE = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What Windows-1252 shows for the bytes inside a letter of UTF-8."""
_SUSPECT = re.compile(
    rf"[\x80-\x9f]|[Â-ß]{_MIDDLE}|[à-ô]{_MIDDLE}{_MIDDLE}|[ÂÃ] |â€|√[^\x00-\x7f]|‚Ä"
)
"""Signs that right text hardly has; most texts need no closer look."""
_LOST_QUOTE = re.compile(r"â€(?=[\s.,;:!?)\]]|$)")
"""A closing quote whose last byte, 9D, some program left out."""


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with letters of a wrong alphabet put right, and what was done."""
    if not _SUSPECT.search(text):
        return text, ()
    mended: str = _ftfy.fix_encoding(
        _LOST_QUOTE.sub("”", text), uncurl_quotes=False, replace_lossy_sequences=False
    )
    return mended, _told(text, mended) if mended != text else ()


def _told(text: str, mended: str) -> tuple[str, ...]:
    pairs = list(zip(text.split(" "), mended.split(" "), strict=False))
    changed = [(_cut(old), _cut(new)) for old, new in pairs if old != new]
    old, new = changed[0]
    count = len(changed) if text.count(" ") == mended.count(" ") else 1
    words = "word" if count == 1 else "words"
    return (f"{count} broken {words} mended (“{old}” to “{new}”)",)


def _cut(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:39]}…"
