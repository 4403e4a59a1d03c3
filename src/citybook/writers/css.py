"""CSS of a Style: every token of `style.yaml` translated for the PDF."""

from collections.abc import Iterator
from typing import Literal

from citybook.style import (
    COLUMN_GAP_PT,
    FIGURES_RIGHT_PT,
    HYPHENATED,
    KEY_GAP_PT,
    KEY_RULE_PT,
    LOGO_BELOW_PT,
    PICTURE_ABOVE_PT,
    PORTRAIT_BELOW_PT,
    QUOTATIONS,
    TABLE_ABOVE_PT,
    TABLE_BELOW_PT,
    Page,
    Style,
    TextStyle,
    lets_go,
)

FALLBACK = {"serif": "serif", "sans": "sans-serif"}


def css_of(style: Style) -> str:
    """Return the style sheet of the book."""
    rules = [*_pages(style), *_layout(style)]
    rules += [_role(name, text, style) for name, text in sorted(style.roles.items())]
    rules += [*_ends_of_chains(style), *_paragraphs_of_quotations(style)]
    return "\n".join([*rules, *_exceptions(style)])


def first_page(number: int) -> str:
    """Return the rule that gives the first page its number."""
    return f"@page :first {{ counter-reset: page {number} }}"


def _role(name: str, text: TextStyle, style: Style) -> str:
    hyphenated = style.hyphenation and name in HYPHENATED
    declarations = _declarations(text, style, hyphenated=hyphenated)
    return f".{name} {{ {'; '.join(declarations)} }}"


def _declarations(
    text: TextStyle, style: Style, *, hyphenated: bool = False
) -> Iterator[str]:
    yield f"font-family: {_families(text.font, style)}"
    yield f"font-size: {text.size_pt}pt"
    yield f"line-height: {text.leading_pt}pt"
    yield f"font-weight: {'bold' if text.bold else 'normal'}"
    yield f"font-style: {'italic' if text.italic else 'normal'}"
    if text.small_caps:
        yield "font-variant-caps: small-caps"
    if text.tracking_pt:
        yield f"letter-spacing: {text.tracking_pt}pt"
    yield f"color: {style.colors[text.color]}"
    sides = (text.before_pt, text.right_pt, text.after_pt, text.left_pt)
    yield f"margin: {' '.join(f'{side}pt' for side in sides)}"
    if hyphenated:
        yield "hyphens: auto"
    if text.first_pt:
        yield f"text-indent: {text.first_pt}pt"
    if text.keep_with_next:
        yield "break-after: avoid"
    if text.keep_with_previous:
        yield "break-before: avoid"
    if text.fill:
        yield f"background: {style.colors[text.fill]}"
    if text.rule == "above":
        yield f"border-top: 0.75pt solid {style.colors['rule']}; padding-top: 6.75pt"
    if text.rule == "left":
        yield f"border-left: 2.25pt solid {style.colors['accent']}"
        yield f"margin-left: {text.left_pt - 14.25}pt; padding-left: 12pt"


def _ends_of_chains(style: Style) -> Iterator[str]:
    for role, text in sorted(style.roles.items()):
        for following in sorted(style.roles):
            if text.keep_with_next and lets_go(role, following):
                yield f".{role}:has(+ .{following}) {{ break-after: auto }}"


def _paragraphs_of_quotations(style: Style) -> Iterator[str]:
    # Padding, not a margin, so that the rule beside them is one.
    for role in QUOTATIONS:
        between = f"padding-bottom: {style.roles[role].between_pt}pt"
        yield f".{role}:has(+ .{role}) {{ margin-bottom: 0; {between} }}"
        yield f".{role} + .{role} {{ margin-top: 0; break-before: auto }}"


def _families(kind: Literal["serif", "sans"], style: Style) -> str:
    named = (style.fonts[kind], *style.fonts.fallback)
    return ", ".join([*(f'"{family}"' for family in named), FALLBACK[kind]])


def _pages(style: Style) -> Iterator[str]:
    page = style.page
    size = f"{page.width_pt}pt {page.height_pt}pt"
    margins = f"{page.top_pt}pt {page.right_pt}pt {page.bottom_pt}pt {page.left_pt}pt"
    head = "; ".join(_declarations(style.roles["running-head"], style))
    folio = "; ".join(_declarations(style.roles["folio"], style))
    panel, paper = style.colors["accent"], style.colors["paper"]
    end = 100 * style.cover.panel
    yield f"""
@page {{ size: {size}; margin: {margins};
  @top-left {{ content: string(running); {head}; {_head_place(page)} }}
  @top-right {{ content: string(draft); {head}; {_head_place(page)};
    color: {style.colors["alarm"]}; font-weight: bold }}
  @bottom-right {{ content: counter(page); {folio}; vertical-align: top;
    padding-top: {page.bottom_pt - page.foot_pt - style.roles["folio"].leading_pt}pt }}
}}
@page front {{ @bottom-right {{ content: counter(page, lower-roman) }} }}
@page cover {{ background: linear-gradient({panel} 0%, {panel} {end}%, {paper} {end}%)
    no-repeat -{page.left_pt}pt -{page.top_pt}pt / {size};
  @top-left {{ content: none }} @bottom-right {{ content: none }}
  @top-right {{ color: {paper} }}
}}"""


def _head_place(page: Page) -> str:
    return f"vertical-align: top; padding-top: {page.head_pt}pt"


def _layout(style: Style) -> Iterator[str]:
    rule, accent, table = style.colors["rule"], style.colors["accent"], style.table
    below_pt = style.roles["picture-caption"].after_pt
    yield f"""
html, body, p, h1, h2, h3, ul, ol, blockquote, table, figure {{ margin: 0; padding: 0 }}
body {{ font-family: {_families("serif", style)}; text-align: left; hyphens: manual;
  orphans: 2; widows: 2; overflow-wrap: anywhere; string-set: draft "" }}
body.draft {{ string-set: draft "Draft" }}
.chapter {{ break-before: page; string-set: running attr(data-running) }}
.chapter.front {{ page: front }}
.chapter.cover {{ page: cover; break-before: auto }}
h1, h2, h3 {{ bookmark-label: content(text) }}
h1 {{ bookmark-level: 1 }} h2 {{ bookmark-level: 2; bookmark-state: closed }}
h3, .unlisted {{ bookmark-level: none }}
blockquote.whole {{ break-inside: avoid }}
blockquote + blockquote .pull-quote {{ break-before: auto }}
a, .address {{ hyphens: manual }}
.emoji {{ -weasy-lang: "und-zsye" }} /* in a language its face lacks, it is parted */
a {{ color: inherit; text-decoration: underline; text-decoration-color: {rule};
  text-underline-offset: 1.5pt }}
ul, ol {{ list-style-position: outside }}
p:has(+ ul), p:has(+ ol) {{ break-after: avoid }}
li:last-child {{ break-before: avoid }}
ul, ol {{ margin-bottom: {style.roles["body"].after_pt}pt }}
li > ul, li > ol {{ break-before: avoid;
  margin: {style.roles["list-item"].after_pt}pt 0 0 }}
ol {{ list-style-type: decimal }} ul {{ list-style-type: disc }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%;
  margin: {TABLE_ABOVE_PT}pt 0 {TABLE_BELOW_PT}pt }}
th, td {{ text-align: left; vertical-align: top; overflow-wrap: anywhere }}
td.right, th.right {{ text-align: right }} td.center, th.center {{ text-align: center }}
tr .right:not(:last-child) {{ padding-right: {table.right_pt + FIGURES_RIGHT_PT}pt }}
th.table-header {{ border-bottom: 1pt solid {accent};
  padding: 0 {table.right_pt}pt {table.header_bottom_pt}pt 0 }}
.table-cell {{ border-bottom: 0.5pt solid {rule};
  padding: {table.top_pt}pt {table.right_pt}pt {table.bottom_pt}pt 0 }}
tr, figure {{ break-inside: avoid }} figure {{ break-after: avoid }}
figure svg, figure img {{ display: block }}
figure img {{ image-rendering: crisp-edges }}
.picture {{ margin-top: {PICTURE_ABOVE_PT}pt; break-after: auto }}
.picture img:last-child {{ margin-bottom: {below_pt}pt }}
.portrait {{ margin: {PICTURE_ABOVE_PT}pt 0 {PORTRAIT_BELOW_PT}pt }}
.columns-2 {{ columns: 2; column-gap: {COLUMN_GAP_PT}pt; column-fill: auto }}
.index-entry {{ break-inside: avoid }}
.contents p {{ display: flex; align-items: flex-end }}
a[href^="#"] {{ text-decoration: none }}
sup {{ font-size: 0.65em; line-height: 0; vertical-align: 0.5em }}
.contents .leader {{ flex: 1; margin: 0 4.5pt 4pt; border-bottom: 1pt dotted {rule} }}
.contents .page {{ font-weight: inherit; flex-shrink: 0 }}"""


def _exceptions(style: Style) -> Iterator[str]:
    """Yield what position, not role, decides."""
    shape, page = style.silhouette, style.page
    foot = style.roles["cover-publisher"].leading_pt
    foot += style.roles["cover-date"].leading_pt
    logo_pt = foot + LOGO_BELOW_PT
    beneath_pt = style.roles["attribution"].after_pt
    panel_pt = style.page.height_pt * style.cover.panel - style.page.top_pt
    yield f"""
.cover .passage:first-child {{ padding-top: {panel_pt * style.cover.title}pt }}
.cover .title, .cover .subtitle {{ background: none }}
.silhouette {{ position: absolute; width: {shape.width_pt}pt;
  height: {shape.height_pt}pt; top: {shape.top_pt - page.top_pt}pt;
  right: {shape.right_pt - page.right_pt}pt }}
.cover .logo {{ position: absolute; bottom: {logo_pt}pt }}
.cover .cover-publisher {{ position: absolute; bottom: 18pt }}
.cover .cover-date {{ position: absolute; bottom: 0 }}
.table-header, .table-cell, .key-figure, .key-figure-label {{ margin: 0 }}
.key-figure-label {{ vertical-align: bottom; border-top: {KEY_RULE_PT}pt solid
  {style.colors["accent"]}; padding: {KEY_GAP_PT}pt {style.table.right_pt}pt 0 0 }}
.key-figure {{ padding: 0 {style.table.right_pt}pt 0 0 }}
.notes {{ margin-top: {-min(4.125, style.roles["body"].after_pt)}pt }}
blockquote + .notes {{ margin-top: {-min(9.625, beneath_pt)}pt }}
th.table-cell {{ font-weight: bold }}
.gap {{ border: 0.75pt solid {style.colors["alarm"]}; padding: 3pt 6pt }}"""
