from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from typing import cast

import pytest
from lxml import etree

from citybook.style import Style, TextStyle
from citybook.word_xml import WORD, Element, style_id
from citybook.writers.docx import docx_of
from citybook.writers.word_lists import Numbering, numbering
from citybook.writers.word_styles import styles
from sample_document import sample_document, sample_style

STYLE = sample_style()
W = {"w": WORD}


def as_word(style: Style) -> bytes:
    parts = (styles(style, "en-US"), numbering(style, Numbering()))
    return b"".join(etree.tostring(part) for part in parts)


def style_of(role: str) -> Element:
    name = style_id(STYLE.roles[role].word)
    (node,) = found(styles(STYLE, "en-US"), f"//w:style[@w:styleId='{name}']")
    return node


def found(node: Element, path: str) -> list[Element]:
    return cast(list[Element], node.xpath(path, namespaces=W))


def values(node: Element, path: str) -> list[str]:
    return cast(list[str], node.xpath(path, namespaces=W))


def twips(points: float) -> str:
    return str(round(points * 20))


def other(text: TextStyle, token: str) -> str | float | bool:
    match getattr(text, token):
        case bool() as switch:
            return not switch
        case float() | int() as length:
            return length + 5
        case _ if token == "font":
            return "sans" if text.font == "serif" else "serif"
        case _ if token == "rule":
            return "" if text.rule else "left"
        case _ if token == "word":
            return f"{text.word} of Ours"
        case old:
            return "alarm" if old != "alarm" else "accent"


def role_tokens() -> Iterator[tuple[str, str]]:
    for role in sorted(STYLE.roles):
        for token in fields(TextStyle):
            # What a paragraph asks of the one before is no matter of its style.
            if token.name != "keep_with_previous":
                yield role, token.name


@pytest.mark.parametrize(("role", "token"), tuple(role_tokens()))
def test_each_token_of_a_role_changes_its_word_style(role: str, token: str) -> None:
    text = STYLE.roles[role]
    changed = TextStyle(**asdict(text) | {token: other(text, token)})
    style = replace(STYLE, roles={**STYLE.roles, role: changed})
    assert as_word(style) != as_word(STYLE)


@pytest.mark.parametrize("token", [field.name for field in fields(STYLE.page)])
def test_each_measure_of_the_page_changes_the_word_file(token: str) -> None:
    page = replace(STYLE.page, **{token: getattr(STYLE.page, token) + 5})
    document = sample_document()
    assert docx_of(document, replace(STYLE, page=page)) != docx_of(document, STYLE)


def test_each_color_that_is_used_changes_the_word_styles() -> None:
    texts = STYLE.roles.values()
    used = {text.color for text in texts} | {text.fill for text in texts} - {""}
    for name in used | {"rule", "accent", "alarm"}:
        colors = {**STYLE.colors, name: "#123456"}
        assert as_word(replace(STYLE, colors=colors)) != as_word(STYLE), name


def test_each_role_has_one_word_style_and_no_theme_decides_its_font() -> None:
    root = styles(STYLE, "en-US")
    names = values(root, "//w:style/@w:styleId")
    assert len(names) == len(set(names))
    assert {style_id(text.word) for text in STYLE.roles.values()} <= set(names)
    assert b"Theme" not in etree.tostring(root)


def test_built_in_styles_bear_the_names_that_word_knows() -> None:
    path = "//w:style[not(@w:customStyle)]/w:name/@w:val"
    assert set(values(styles(STYLE, "en-US"), path)) >= {
        *("Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Body Text"),
        *("List Bullet", "List Number", "Quote", "toc 1", "toc 2", "header", "footer"),
        *("TOC Heading", "Hyperlink", "Emphasis", "Strong", "Normal"),
    }


def test_styles_refer_to_styles_that_exist() -> None:
    root = styles(STYLE, "en-US")
    known = set(values(root, "//w:style/@w:styleId"))
    assert set(values(root, "//w:basedOn/@w:val | //w:next/@w:val")) <= known


def test_headings_have_their_place_in_the_outline_and_minor_ones_none() -> None:
    levels = {
        role: values(style_of(role), "w:pPr/w:outlineLvl/@w:val")
        for role in ("heading-1", "heading-2", "heading-3", "heading-minor", "body")
    }
    assert levels == {
        "heading-1": ["0"],
        "heading-2": ["1"],
        "heading-3": ["2"],
        "heading-minor": [],
        "body": [],
    }


def test_a_pull_quote_reads_in_word_as_the_style_says() -> None:
    quote = STYLE.roles["pull-quote"]
    node = style_of("pull-quote")
    assert values(node, "w:name/@w:val") == ["Quote"]
    accent = STYLE.colors["accent"].removeprefix("#").upper()
    assert values(node, "w:pPr/w:pBdr/w:left/@w:color") == [accent]
    assert values(node, "w:pPr/w:spacing/@w:lineRule") == ["exact"]
    assert values(node, "w:pPr/w:spacing/@w:line") == [twips(quote.leading_pt)]
    assert values(node, "w:pPr/w:ind/@w:left") == [twips(quote.left_pt)]
    assert values(node, "w:rPr/w:sz/@w:val") == [str(round(quote.size_pt * 2))]
    assert len(node.findall(f"{{{WORD}}}rPr/{{{WORD}}}i")) == 1


def test_the_rule_of_a_quotation_does_not_run_into_the_next() -> None:
    ends = {
        values(style_of(role), "w:pPr/w:ind/@w:right")[0]
        for role in ("pull-quote", "attribution")
    }
    assert len(ends) == 2
