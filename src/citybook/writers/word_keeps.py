"""What Word keeps together: which paragraph holds the next, and which lets it go."""

from citybook.document import HALF_PAGE, PullQuote
from citybook.style import QUOTATIONS, Style, lets_go
from citybook.word_xml import Element, element, name, style_id
from citybook.writers.word_positions import style_of, vary
from citybook.writers.word_styles import WHOLE

_LISTS = frozenset({"list-item", "list-number", "reference"})


def keep_together(nodes: Element, style: Style) -> None:
    """Say of each paragraph of a chapter whether it holds the next.

    Word asks the first of two paragraphs alone, and has no chains that end by
    themselves. LibreOffice parts no paragraph that holds the next: a long one holds
    none, or it would leave a page half empty.
    """
    roles = {style_id(text.word): role for role, text in style.roles.items()}
    found = [*(roles.get(style_of(node), "") for node in nodes), "", ""]
    for number, node in enumerate(nodes):
        role, second, third = found[number : number + 3]
        if not role or not second:
            continue
        if _is_long(node):
            let_go(node)
        elif _asks(role, second, style) or _is_near_end(role, second, third):
            keep_with_next(node)
        elif style.roles[role].keep_with_next and lets_go(role, second):
            let_go(node)


def _is_long(paragraph: Element) -> bool:
    letters = (len(text.text or "") for text in paragraph.iter(name("t")))
    return sum(letters) > HALF_PAGE


def _asks(role: str, second: str, style: Style) -> bool:
    """Tell whether a text asks for the one before it: not for another's words."""
    is_like = role == "attribution" or role == second in QUOTATIONS
    return style.roles[second].keep_with_previous and not is_like


def _is_near_end(role: str, second: str, third: str) -> bool:
    """Tell whether what follows a text is a list's first item, or its last."""
    is_first = role not in _LISTS
    return second in _LISTS and (is_first or third not in _LISTS)


def keep_quotation(paragraphs: list[Element], quote: PullQuote, style: Style) -> None:
    """Keep a short quotation on one page, and the lines of a long one free."""
    own = {style_id(style.roles[role].word) for role in WHOLE}
    for paragraph in paragraphs:
        if quote.is_whole and style_of(paragraph) not in own:
            vary(paragraph[0], "Keep Whole", element("keepLines"))
        elif not quote.is_whole and style_of(paragraph) in own:
            vary(paragraph[0], "May Break", element("keepLines", val=0))
    for paragraph in paragraphs[:-1] if quote.is_whole else ():
        keep_with_next(paragraph)


def keep_with_next(paragraph: Element) -> None:
    """Let a paragraph hold the next, whatever its style says."""
    _hold(paragraph, "Keep with Next", element("keepNext"))


def let_go(paragraph: Element) -> None:
    """Let a paragraph's style not hold the next, unless the paragraph itself does."""
    _hold(paragraph, "Apart from Next", element("keepNext", val=0))


def _hold(paragraph: Element, position: str, mark: Element) -> None:
    if next(paragraph[0].iter(mark.tag), None) is None:
        vary(paragraph[0], position, mark)
