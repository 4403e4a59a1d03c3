"""Words that the edition or a quotation prints as they are typed."""

from pathlib import Path

import pytest

from books import STOCK, checked, copied, traveled
from citybook.document import Gap, Passage
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
    ("keyword", "is_fine"),
    [
        ("{efforts_by_kind}", True),
        ("{Efforts_by_Kind }", True),
        ("{cities}", False),
        ("{dogs}", False),
        ("kinds: {efforts_by_kind}", False),
    ],
)
def test_a_keyword_may_stand_for_the_kinds_in_use(
    keyword: str, is_fine: bool, tmp_path: Path
) -> None:
    typed = (STOCK / "submissions/edition.yaml").read_text(encoding="utf-8")
    changed = typed.replace("[examples, tests]", f'[examples, "{keyword}", tests]')
    road = traveled(copied(STOCK, tmp_path, {"submissions/edition.yaml": changed}))
    told = [f for f in road.findings if f.rule.slug == "unknown-count"]
    assert [str(f.source) for f in told] == ([] if is_fine else ["edition.yaml:7:22"])
    if is_fine:
        first, *kinds, last = road.document.keywords
        assert (first, last) == ("examples", "tests")
        assert "vigil or march" in kinds
        assert "public statement" not in kinds


FIRST, LAST = "Two cities\nspoke.", "- One.\n- Three: {cities}."


@pytest.mark.parametrize(
    ("middle", "said"),
    [
        ("There were {dogs:dog|dogs} there.", ["There is no figure “dogs”."]),
        ("There were {cities:city} there.", ["The noun needs its plural."]),
        ("There were {cities there -- *really*.", ["A brace stands alone"]),
        ("So *{dogs}* and {cats} are.", ["no figure “cats”", "no figure “dogs”"]),
        ("- so\n- {states\n  or: state}\n- on", ["There is no figure “states or"]),
    ],
)
def test_a_figure_that_nobody_counts_holds_back_its_paragraph_alone(
    middle: str, said: list[str], tmp_path: Path
) -> None:
    root = with_summary(tmp_path, f"{FIRST}\n\n{middle}\n\nSo.\n\n{LAST}")
    road = traveled(root)
    told = [f for f in road.findings if f.rule.slug == "unknown-count"]
    assert all(any(word in f.detail for f in told) for word in said)
    (chapter,) = [c for c in road.document.chapters if c.key == "summary"]
    blocks = [b for b in chapter.blocks if isinstance(b, Gap | Passage)]
    first, gap, last = blocks
    assert isinstance(first, Passage)
    assert isinstance(gap, Gap)
    assert isinstance(last, Passage)
    assert gap.finding in told
    first_part, _, last_part = road.report.texts["summary"]
    assert plain(first_part.prose) == "Two cities spoke."
    assert plain(last_part.prose) == "So.\nOne.\nThree: three."
    assert first.key != last.key
    assert road.report.is_draft


@pytest.mark.parametrize(
    "middle", ["[It](https://a.example/{dogs}) spoke.", "So {*cities*} are.", "← 𒀀"]
)
def test_an_error_that_stands_in_no_paragraph_holds_back_the_whole_text(
    middle: str, tmp_path: Path
) -> None:
    road = traveled(with_summary(tmp_path, f"{FIRST}\n\n{middle}\n\n{LAST}"))
    (part,) = road.report.texts["summary"]
    assert not part.prose
    assert part.gap


def with_summary(root: Path, summary: str) -> Path:
    """Return a copy of the stock edition with another summary."""
    typed = (STOCK / "submissions/edition.yaml").read_text(encoding="utf-8")
    lines = "\n".join(f"  {line}" for line in summary.split("\n"))
    text = f"{typed.partition('summary: |')[0]}summary: |\n{lines}\n"
    return copied(STOCK, root, {"submissions/edition.yaml": text})


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("We will.", "“We will.”"),
        ('He said "we will" then.', "“He said ‘we will’ then.”"),
        ('A *"new"* day.', "“A ‘new’ day.”"),
        ("One “a” and\n\n“b” two.", "“One ‘a’ and\n“‘b’ two.”"),
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


def test_each_paragraph_of_a_quotation_opens_with_a_mark() -> None:
    assert plain(in_quotes(parse("One.\n\nTwo."))) == "“One.\n“Two.”"
    assert plain(in_quotes(parse("One.\n\n- Two.\n"))) == "“One.\nTwo."
    assert plain(in_quotes(parse("“One.”\n\nTwo."))) == "“One.”\nTwo."
