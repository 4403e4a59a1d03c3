"""YAML that knows its lines, and does nothing that its author did not mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.source import Source
from citybook.yaml_marks import MAX_BYTES, as_data, at, read_documents


def data_of(text: str) -> object:
    """Return the first document as plain data; there must be no finding."""
    documents, findings = read_documents(text.encode(), "a.yaml")
    assert not findings
    return as_data(documents[0])


def found_in(data: str | bytes) -> list[tuple[str, int]]:
    """Return rule and line of each finding."""
    raw = data.encode() if isinstance(data, str) else data
    findings = read_documents(raw, "a.yaml")[1]
    return [(finding.rule.slug, finding.source.row) for finding in findings]


@pytest.mark.parametrize(
    "typed",
    [
        *("NO", "yes", "on", "null", "~", "9:30", "02114", "+16175550142", "3.10"),
        *("2016-02-30", "1_000", "0x1F", ".inf", "1" * 5000, "Suite 200#4", "a: b"),
    ],
)
def test_a_value_is_the_text_that_was_typed(typed: str) -> None:
    quoted = f'"{typed}"' if ":" in typed else typed
    assert data_of(f"key: {quoted}") == {"key": typed}


def test_a_blank_value_is_none_and_an_empty_quote_is_an_empty_text() -> None:
    assert data_of('a:\nb: ""\n') == {"a": None, "b": ""}


def test_every_node_knows_its_line_and_column() -> None:
    documents, _ = read_documents(b"a:\n  - x\n  - b: y\n    c: z\n", "a.yaml")
    assert at(documents[0], ("a", 1, "c")) == Source("a.yaml", row=4, column=8)
    assert at(documents[0], ("a", 1, "none")) == Source("a.yaml", row=3, column=5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *name", [("yaml-feature", 1)]),
        ("a: &Parks and more", [("yaml-feature", 1)]),
        ("a: !urgent now", [("yaml-feature", 1)]),
        ("a: !!python/object/apply:os.system [ls]", [("yaml-feature", 1)]),
        ("a: x\n<<: {b: c}", [("yaml-feature", 2)]),
        ("a: 1\na: 2", [("duplicate-key", 1), ("duplicate-key", 2)]),
        ("? {a: b}\n: c", [("bad-yaml", 1)]),
        ("a: b: c", [("bad-yaml", 1)]),
        ("a: @home", [("bad-yaml", 1)]),
        ("a: `b`", [("bad-yaml", 1)]),
        ("a:\n\t- b", [("bad-yaml", 2)]),
        ("a: 'It's", [("bad-yaml", 1)]),
        ('a: "never closed', [("bad-yaml", 1)]),
        ("a: [never closed", [("bad-yaml", 1)]),
        ("a: b\n c\nd", [("bad-yaml", 3)]),
        ("a: bell \x07", [("bad-yaml", 1)]),
    ],
)
def test_trouble_is_found_at_its_line(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('a: x\nb: "never\nc: closed', (2, 4), "A quote is opened and never closed."),
        ('a: "open\nb: "c"\nd: "e"', (1, 4), "A quote is opened here and closed"),
        ("a: [\n", (1, 4), "The text begins with [, which"),
        ("a: [b, {c: d},\n\n", (1, 4), "The text begins with [, which"),
        ("a: {b: [", (1, 8), "The text begins with [, which"),
        ("a: [b, , c]\n", (1, 4), "The text begins with [, which"),
        ("a: | The mayor", (1, 6), "The text begins on the line of the |."),
        ("a: >The mayor", (1, 5), "The text begins on the line of the >."),
        ("a: |\nThe mayor.\nb: c", (2, 1), "The text below the | is not indented"),
        ("a: |\n    The\n  mayor\nb: c", (3, 3), "The text below the | is not"),
        ("a:Jo\nb: c", (1, 1), "There is no space after the colon."),
        ("a: b\nc:Jo\nd: e", (2, 1), "There is no space after the colon."),
        ("a:\n  - b: c\n    d:Jo\n", (3, 5), "There is no space after the colon."),
        ("a: b\n  9:30 c: d", (2, 9), "A colon inside the text"),
        ("a: |\n\tb", (2, 1), "A tab stands where only spaces may."),
        ('a: "\\q"', (1, 6), "A backslash in double quotes begins a command."),
    ],
)
def test_a_fault_is_told_where_it_began(
    text: str, place: tuple[int, int], says: str
) -> None:
    _, (finding,) = read_documents(text.encode(), "a.yaml")
    assert (finding.source.row, finding.source.column) == place
    assert finding.detail.startswith(says)


@pytest.mark.parametrize(
    ("text", "place", "lost"),
    [
        ("a: met group # 5 of us\nb: c", (1, 14), "# 5 of us"),
        ("a: met\n  group #5\nb: c", (2, 9), "#5"),
        ("a: met # 5\r\nb: c", (1, 8), "# 5"),
        ("- Piñon “😀” # 5\n", (1, 13), "# 5"),
        ("{a: b # c\n}", (1, 7), "# c"),
    ],
)
def test_a_comment_after_a_plain_text_is_told(
    text: str, place: tuple[int, int], lost: str
) -> None:
    _, (finding,) = read_documents(text.encode(), "a.yaml")
    assert finding.rule.slug == "yaml-lost-text"
    assert (finding.source.row, finding.source.column) == place
    assert finding.value == lost


@pytest.mark.parametrize(
    "text",
    ["# all\na: b", "a: b\n  # all\nc: d", "a: # c\nb: d", 'a: "b" # c', "a: 'b' # c",
     "a: | # c\n  b # d", "a: b#c", "a: b #", "a: 48  # points", "a: [b] # c"],
)  # fmt: skip
def test_a_comment_elsewhere_is_one(text: str) -> None:
    assert found_in(text) == []


def all_of_them(lines: list[str]) -> list[bool]:
    return [True for _ in lines]


def test_a_file_of_answers_has_no_comments_behind_them() -> None:
    _, (finding,) = read_documents(b"a: 48  # points", "a.yaml", typed=all_of_them)
    assert finding.value == "# points"


def test_what_stood_before_a_broken_document_is_kept() -> None:
    documents, findings = read_documents(b"a: 1\n---\nb: [\n", "a.yaml")
    assert [as_data(node) for node in documents] == [{"a": "1"}]
    assert len(findings) == 1


BOMB = "a: &a [x, x]\n" + "".join(
    f"{after}: &{after} [*{before}, *{before}, *{before}]\n"
    for before, after in zip("abcdefghijk", "bcdefghijkl", strict=True)
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (BOMB, "yaml-feature"),
        ("[" * 3000 + "]" * 3000, "too-large"),
        ("{a: " * 3000 + "}" * 3000, "too-large"),
        ("- " * 3000 + "x", "too-large"),
        ("".join(f"{' ' * level}a:\n" for level in range(300)), "too-large"),
        ("- x\n" * 20_001, "too-large"),
        ("x" * (MAX_BYTES + 1), "too-large"),
    ],
)
def test_a_hostile_file_is_refused_and_not_obeyed(text: str, slug: str) -> None:
    assert slug in dict(found_in(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_notepad_saves_it(encoding: str) -> None:
    documents, findings = read_documents("a: Piñon\r\nb: “x”\r\n".encode(encoding), "a")
    assert [as_data(node) for node in documents] == [{"a": "Piñon", "b": "“x”"}]
    assert not findings


@pytest.mark.parametrize(
    ("data", "line"), [(b"a: ok\nb: caf\xe9", 2), (b"\xff\xfea", 1), (b"\x80\x00", 1)]
)
def test_a_file_of_another_encoding_is_refused_at_its_line(
    data: bytes, line: int
) -> None:
    assert found_in(data) == [("unreadable-file", line)]


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("a: #200 Suite", "#200 Suite"),
        ('a: "b" # c', "# c"),
        ("a: | # c\n  b # d", "# c"),
        ("a: # c\n  - b", "# c"),
        ("- # c\n  b", "# c"),
    ],
)
def test_in_a_file_of_answers_every_comment_behind_something_is_told(
    line: str, lost: str
) -> None:
    _, (finding,) = read_documents(line.encode(), "a.yaml", typed=all_of_them)
    assert (finding.rule.slug, finding.value) == ("yaml-lost-text", lost)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# all\na: b", [(1, 1, "# all")]),
        ("a: b\n  # all\nc: d", [(2, 3, "# all")]),
        ("a: b\r\n# c\r\n#d\r\n\r\n# e\r\n", [(2, 1, "# c #d"), (5, 1, "# e")]),
        ("a: |\n  b\n\n # c\nd: e", [(4, 2, "# c")]),
        ("- a: |\n\n  # c\n  d: e\n", [(3, 3, "# c")]),
        ("a: # b\n  # c\n  - d", [(1, 4, "# b"), (2, 3, "# c")]),
        ("a: b\n# c\n---\n# d\ne: f", [(2, 1, "# c"), (4, 1, "# d")]),
        ("# a # b\nc: d", [(1, 1, "# a # b")]),
        ("a: b #", []),
        ("a: |\n  # b\n", []),
        ('a: "b\n  # c"\n', []),
    ],
)
def test_in_a_file_of_answers_lines_of_comments_are_told_once(
    text: str, told: list[tuple[int, int, str]]
) -> None:
    _, findings = read_documents(text.encode(), "a.yaml", typed=all_of_them)
    places = [(each.source.row, each.source.column, each.value) for each in findings]
    assert places == told


def test_a_line_of_comments_is_told_only_where_a_person_typed_it() -> None:
    text = b"a: b\n# ours\n# theirs\n# ours\n"
    _, (finding,) = read_documents(
        text, "a.yaml", typed=lambda lines: [line == "# theirs" for line in lines]
    )
    assert str(finding.source) == "a.yaml:3:1"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_without_its_mark_is_read_by_its_zeros(encoding: str) -> None:
    documents, findings = read_documents("a: Piñon\n".encode(encoding), "a")
    assert [as_data(node) for node in documents] == [{"a": "Piñon"}]
    assert not findings


@given(st.text())
def test_no_text_makes_the_reading_of_yaml_fail(text: str) -> None:
    read_documents(text.encode("utf-8", "surrogatepass"), "a.yaml")


@given(st.binary())
def test_no_bytes_make_the_reading_of_yaml_fail(data: bytes) -> None:
    read_documents(data, "a.yaml")


@given(st.text("ab:-[]{}&*!|>'\"%@`#?, \n\t<=~"))
def test_no_mixture_of_signs_makes_the_reading_of_yaml_fail(text: str) -> None:
    read_documents(text.encode(), "a.yaml")
