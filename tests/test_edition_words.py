"""Words that the edition or a quotation prints as they are typed."""

from pathlib import Path

import pytest

from books import STOCK, checked, copied
from citybook.prose import parse, plain
from citybook.quotation import changes_marks, in_quotes


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title", 'title: "{cities} Cities"'),
        ("subtitle", 'subtitle: "In {states:state|states}"'),
    ],
)
def test_a_figure_asked_for_where_none_is_filled_in_is_told(
    key: str, line: str, tmp_path: Path
) -> None:
    typed = (STOCK / "submissions/edition.yaml").read_text(encoding="utf-8")
    lines = [line if each.startswith(f"{key}:") else each for each in typed.split("\n")]
    root = copied(STOCK, tmp_path, {"submissions/edition.yaml": "\n".join(lines)})
    (finding,) = [f for f in checked(root).findings if f.rule.slug == "unknown-count"]
    assert (
        finding.detail == "No figure is filled in here; it would be printed as typed."
    )
    assert finding.path == f"edition/{key}"
    assert finding.value.startswith("{")
    assert finding.source.row == lines.index(line) + 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("We will.", "“We will.”"),
        ('He said "we will" then.', "“He said ‘we will’ then.”"),
        ('A *"new"* day.', "“A ‘new’ day.”"),
        ("One “a” and\n\n“b” two.", "“One ‘a’ and\n‘b’ two.”"),
        ("It “is ‘so’” now.", "“It “is ‘so’” now.”"),
        ('"We will."', "“We will.”"),
        ('It\'s "on".', "“It’s ‘on’.”"),
    ],
)
def test_a_quotation_bears_double_marks_and_single_ones_inside(
    typed: str, printed: str
) -> None:
    assert plain(in_quotes(parse(typed))) == printed


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ('We call it "the walk" here', True),
        ("We call it “the walk” here", True),
        ("We call it ‘the walk’, and “the run”", False),
        ('"We walked," she said', False),
        ("We walked", False),
        ("- one\n- “two”", False),
        ("", False),
    ],
)
def test_marks_that_print_otherwise_in_a_quotation_are_known(
    typed: str, is_told: bool
) -> None:
    prose = parse(typed)
    assert changes_marks(prose) is is_told
    if prose:
        changed = plain(in_quotes(prose)).strip("“”") != plain(prose).strip("“”")
        assert changed is is_told
