"""The look of figures: the style's colors and type sizes as Vega-Lite takes them."""

from collections.abc import Mapping

from citybook.style import Style, TextStyle

LABEL = "figure-label"
"""The role of the text inside figures."""


def params(style: Style) -> list[object]:
    """Return every color by its name, for `{expr: accent}`, its tints, and type sizes.

    A tint is the color on the page's white, so that it needs no opacity, which
    PDF/A-1 and old printers lack; it differs from the color in gray as well.
    """
    named: dict[str, object] = dict(style.colors)
    named |= {f"{role}_pt": look.size_pt for role, look in style.roles.items()}
    paper = style.colors["paper"]
    for name in ("accent", "rule"):
        for share in (60, 35, 20):
            named[f"{name}_{share}"] = mixed(style.colors[name], paper, share / 100)
    written = {name.replace("-", "_"): value for name, value in named.items()}
    return [{"name": name, "value": value} for name, value in sorted(written.items())]


def mixed(color: str, paper: str, share: float) -> str:
    """Return so much of a color on paper: `#1d4568` and 0.2 give a pale blue."""
    pairs = zip(_channels(color), _channels(paper), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _channels(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def config(style: Style) -> Mapping[str, object]:
    """Return Vega-Lite's defaults in the book's type and colors.

    Each role of the style is a Vega-Lite style of the same name.
    """
    label = style.roles[LABEL]
    family, size = style.fonts[label.font], label.size_pt
    text, rule = style.colors[label.color], style.colors["rule"]
    return {
        "font": family,
        "view": {"stroke": None},
        "bar": {"color": style.colors["accent"]},
        "axis": {
            "labelFont": family,
            "labelFontSize": size,
            "labelColor": text,
            "labelPadding": 4,
            "labelLimit": 0,
            "titleFont": family,
            "titleFontSize": size,
            "titleFontWeight": "normal",
            "titleColor": text,
            "domainColor": rule,
            "domainWidth": 0.5,
            "gridColor": rule,
            "gridWidth": 0.5,
            "ticks": False,
        },
        "style": {role: _type(look, style) for role, look in style.roles.items()},
    }


def _type(role: TextStyle, style: Style) -> Mapping[str, object]:
    return {
        "font": style.fonts[role.font],
        "fontSize": role.size_pt,
        "fontWeight": "bold" if role.bold else "normal",
        "fontStyle": "italic" if role.italic else "normal",
        "fill": style.colors[role.color],
    }
