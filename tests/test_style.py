"""The style: every token of style.yaml is seen in the CSS; a bad one is a finding."""

import zipfile
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from blocks import DOCUMENT
from books import PICTURES, own_template
from citybook.folders import OWN_TEMPLATES
from citybook.prose import Inline, Link, Paragraph, Text
from citybook.style import ROLES, Fonts, Style, TextStyle, read_style
from citybook.writers.css import css_of
from citybook.writers.docx import docx_of
from citybook.writers.html import Macros, html_of
from citybook.writers.typesetter import Typesetter


def stock_style() -> Style:
    style, findings = read_style(OWN_TEMPLATES / "style.yaml", "style.yaml")
    assert style, findings
    return style


STYLE = stock_style()
CSS = css_of(STYLE)


MEASURES = [
    (group.name, token.name)
    for group in fields(Style)
    # of pictures the document tells how large each is
    if group.name not in {"fonts", "picture"}
    and is_dataclass(value := getattr(STYLE, group.name))
    for token in fields(value)
]


@pytest.mark.parametrize(("group", "token"), MEASURES)
def test_every_measure_changes_the_css(group: str, token: str) -> None:
    measures = getattr(STYLE, group)
    longer = getattr(measures, token) * 1.1 + 0.01
    changed = replace(measures, **{token: longer})
    assert css_of(replace(STYLE, **{group: changed})) != CSS


@pytest.mark.parametrize("face", sorted(STYLE.fonts.text))
def test_every_font_changes_the_css(face: str) -> None:
    alike = css_of(replace(STYLE, fonts=Fonts(face, face)))
    others = set(STYLE.fonts.text) - {face}
    assert not [other for other in others if f'"{other}"' not in CSS]
    assert not [other for other in others if f'"{other}"' in alike]


@pytest.mark.parametrize("color", sorted(STYLE.colors))
def test_every_color_changes_the_page(color: str) -> None:
    style = replace(STYLE, colors={**STYLE.colors, color: "#123abc"})
    macros = Macros([OWN_TEMPLATES / "html"], style.colors)
    assert "#123abc" in html_of(DOCUMENT, css_of(style), macros, PICTURES)


CHANGES: dict[str, object] = {
    "font": "",
    "size_pt": 7.77,
    "leading_pt": 8.88,
    "color": "",
    "bold": True,
    "italic": True,
    "small_caps": True,
    "tracking_pt": 0.55,
    "before_pt": 3.33,
    "after_pt": 4.44,
    "left_pt": 5.55,
    "right_pt": 6.66,
    "first_pt": -2.22,
    "keep_with_next": True,
    "keep_with_previous": True,
    "rule": "left",
    "fill": "",
}
FOR_WORD_ALONE = {"word"}


def changed(text: TextStyle, token: str) -> TextStyle:
    """Return the style of a role with one token of another value."""
    value = CHANGES[token]
    old = getattr(text, token)
    if isinstance(value, bool):
        value = not old
    elif token == "font":
        value = "sans" if old == "serif" else "serif"
    elif token in {"color", "fill"}:
        value = next(name for name in STYLE.colors if name != old)
    elif value == old:
        value = "above"
    change: dict[str, Any] = {token: value}
    return replace(text, **change)


def test_the_tokens_of_a_role_are_all_tried() -> None:
    assert {field.name for field in fields(TextStyle)} == {*CHANGES, *FOR_WORD_ALONE}


@pytest.mark.parametrize("token", sorted(CHANGES))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_token_of_every_role_changes_the_css(role: str, token: str) -> None:
    text = changed(STYLE.roles[role], token)
    roles = {**STYLE.roles, role: text}
    assert css_of(replace(STYLE, roles=roles)) != CSS


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("width_pt: 612", "width_pt: 200", "the margins leave less than two inches"),
        ("width_pt: 612", "width_pt: wide", "“page, width_pt” must be a number."),
        ("  width_pt: 612\n", "", "“page, width_pt” is missing."),
        ('"#1d4568"', '"navy"', "Color accent is not of the form #1d4568"),
        ('"#1d4568"', '"#1D4568"', "Color accent is not of the form #1d4568"),
        ("  muted:", "  hue:", "Colors without a value: muted"),
        ("  small: ", "  tiny: ", "Roles missing or unknown: small, tiny"),
        (
            "font: serif, size_pt: 30",
            "font: comic, size_pt: 30",
            "“roles, title, font” must be",
        ),
        ("size_pt: 30", "size_pt: 30, weight: 700", "no key “weight” here"),
        ("Source Serif Pro", "No Such Face", "NoSuchFace"),
        ("size_pt: 30", "size_pt: -30", "roles, title"),
        ("size_pt: 30", "size_pt: inf", "roles, title"),
        ("size_pt: 30", "size_pt: nan", "roles, title"),
        ("head_pt: 48", "head_pt: 480", "head_pt"),
        ("word: Subtitle", "word: Title", "Title"),
    ],
)
def test_a_bad_token_is_a_finding_that_names_it(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "style.yaml"
    text = own_template("style.yaml")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    style, findings = read_style(path, "style.yaml")
    assert style is None
    assert {finding.rule.slug for finding in findings} == {"bad-definition"}
    assert [f for f in findings if told in f.detail and f.source.row > 1]


def relative_luminance(color: str) -> float:
    """Return the luminance of `#rrggbb` (WCAG 2.2, "relative luminance")."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_text_stands_out_from_its_ground(role: str) -> None:
    ground = STYLE.colors[STYLE.roles[role].fill or "paper"]
    light, dark = sorted(
        (relative_luminance(STYLE.color(role)), relative_luminance(ground)),
        reverse=True,
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


HYPHENATED_STYLE = replace(STYLE, hyphenation=True)


def test_words_are_parted_in_both_files_or_in_none() -> None:
    assert "hyphens: auto" not in CSS
    assert "hyphens: auto" in css_of(HYPHENATED_STYLE)
    for style in (STYLE, HYPHENATED_STYLE):
        with zipfile.ZipFile(BytesIO(docx_of(DOCUMENT, style, PICTURES))) as package:
            settings = package.read("word/settings.xml").decode()
            styles = package.read("word/styles.xml").decode()
        assert ("autoHyphenation" in settings) is style.hyphenation
        assert ('suppressAutoHyphens w:val="0"' in styles) is style.hyphenation


STEPS = "https://exampleburg.example/transportation/documentation/international/" * 3


@pytest.mark.parametrize("target", ["", "https://exampleburg.example"])
def test_an_address_is_parted_at_its_strokes_and_words_with_hyphens(
    target: str,
) -> None:
    address = STEPS.replace("https://", "", 1) if target else STEPS
    run: Inline = Link((Text(address),), target) if target else Text(address)
    words = (Text("Representatives of municipal administrations. " * 20),)
    blocks = (Paragraph((run,)), Paragraph(words))
    chapter = replace(DOCUMENT.chapters[0], blocks=blocks)
    document = replace(DOCUMENT, chapters=(chapter,), is_draft=False)
    macros = Macros([OWN_TEMPLATES / "html"], STYLE.colors)
    html = html_of(document, "", macros)
    pages = Typesetter(css_of(HYPHENATED_STYLE)).lay_out("a", html).pages
    lines = [
        box.text
        for page in pages
        for box in page._page_box.descendants()
        if getattr(box, "text", "").strip()
    ]
    parts = [line for line in lines if line.strip("/") and line.strip("/") in address]
    assert "".join(parts) == address
    assert len(parts) > 2
    assert all(part.endswith("/") for part in parts[:-1])
    assert [line for line in lines if line.endswith("\u2010")]
