"""Files of YAML as cities send them: what is read of each, and what is said."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from citybook.findings import as_text
from citybook.folders import OWN_TEMPLATES
from citybook.form import read_form
from citybook.readers.yaml_file import read_yaml
from dump import Golden

HEAD = "city: Exampleton\nstate: Ohio\n"

CASES: Mapping[str, str | bytes] = {
    "colon": HEAD + "note: Food: a right\n",
    "at": HEAD + "note: @Town\n",
    "backtick": HEAD + "note: `x`\n",
    "percent": HEAD + "note: %50 more\n",
    "star": HEAD + "note: *bold* words\n",
    "star2": HEAD + "note: **Bold** words\n",
    "amp": HEAD + "note: &Parks dept\n",
    "bang": HEAD + "note: !Important\n",
    "gt": HEAD + "note: > text\n",
    "pipe": HEAD + "note: | text\n",
    "brace": HEAD + "note: {insert name}\n",
    "bracket": HEAD + "note: [Insert name]\n",
    "bracket2": HEAD + "note: [Insert] name\n",
    "its": HEAD + "note: 'It's ours'\n",
    "dq": HEAD + 'note: "He said "go" now"\n',
    "dqend": HEAD + 'note: "Big" plans\n',
    "hash": HEAD + "note: Suite #200\n",
    "hash2": HEAD + "note: Suite # 200\n",
    "hashfirst": HEAD + "note: #200 Suite\n",
    "comma": HEAD + "note: , x\n",
    "quest": HEAD + "note: ? what\n",
    "question": HEAD + "note: What?\n",
    "dash": HEAD + "note: - a\n",
    "tab": HEAD + "\tnote: x\n",
    "tabafter": HEAD + "note:\tx\n",
    "tabindent": HEAD + "efforts:\n\t- what: x\n",
    "tabblock": HEAD + "note: |\n\tx\n",
    "nbspkey": HEAD + "note:\xa0x\n",
    "nbspindent": HEAD + "efforts:\n\xa0\xa0- what: x\n",
    "nbspkey2": "city\xa0: Exampleton\nstate: Ohio\n",
    "curly": HEAD + "note: \u201cHi\u201d: there\n",
    "curlyq": HEAD + "note: \u201cHi\u201d\n",
    "noval": HEAD + "note:\n",
    "nocolon": HEAD + "note x\n",
    "fullcolon": HEAD + "note\uff1a x\n",
    "eq": HEAD + "note = x\n",
    "dup": HEAD + "mayor: A\nmayor: B\n",
    "dupcase": HEAD + "mayor: A\nMayor: B\n",
    "dupsame": HEAD + "mayor: A\nmayor: A\n",
    "merge": HEAD + "<<: *x\n",
    "merge2": HEAD + "<<: {mayor: x}\n",
    "anchor": "a: &a x\ncity: Exampleton\nstate: Ohio\nnote: *a\n",
    "tag": HEAD + "note: !!python/object:os.system x\n",
    "tag2": HEAD + "note: !<tag:x> y\n",
    "docs": (
        "city: A\nstate: Ohio\n---\ncity: B\nstate: Ohio\n"
        "...\n---\ncity: C\nstate: Utah\n"
    ),
    "docend": "city: A\nstate: Ohio\n...\ncity: B\nstate: Ohio\n",
    "docs dashes": "city: A\nstate: Ohio\n----\ncity: B\nstate: Utah\n",
    "docs emdash": "city: A\nstate: Ohio\n\u2014\u2014\u2014\ncity: B\nstate: Utah\n",
    "docs***": "city: A\nstate: Ohio\n***\ncity: B\nstate: Utah\n",
    "docs===": "city: A\nstate: Ohio\n=====\ncity: B\nstate: Utah\n",
    "utf16": ("\ufeff" + HEAD).encode("utf-16-le"),
    "utf16be": ("\ufeff" + HEAD).encode("utf-16-be"),
    "cp1252": f"{HEAD}mayor: Peña\n".encode("cp1252"),
    "utf16nobom": HEAD.encode("utf-16-le"),
    "utf32": HEAD.encode("utf-32"),
    "blockbad": HEAD + "note: |\n  one\n two\n",
    "contind": HEAD + "note: one\ntwo three\n",
    "contcolon": HEAD + "note: one\n  two: three\n",
    "indentkey": "city: A\n  state: Ohio\n",
    "indentkey2": " city: A\nstate: Ohio\n",
    "escape": HEAD + 'note: "C:\\temp"\n',
    "unclosed": HEAD + 'note: "abc\nmayor: x\n',
    "flowunclosed": HEAD + "note: [a, b\nmayor: x\n",
    "directive": "%YAML 1.2\n---\ncity: Exampleton\nstate: Ohio\n",
    "directive2": "%FOO\ncity: Exampleton\nstate: Ohio\n",
    "comment only": "# a\n# b\n",
    "null": HEAD + "note: null\nmayor: ~\n",
    "no": "city: NO\nstate: ON\nmayor: 02114\nnote: 9:30\n",
    "3.10": HEAD + "mayor: 3.10\nnote: 2025-06-01\n",
    "plus": HEAD + "mayor: +16175550142\nnote: 1_000\n",
    "ctrl": HEAD + "note: a\x07b\n",
    "nel": HEAD + "note: a\x85b: c\n",
    "ls": HEAD + "note: a\u2028mayor: b\n",
    "bom2": "\ufeffcity: Exampleton\nstate: Ohio\n---\n\ufeffcity: B\nstate: Utah\n",
    "crlf": "city: Exampleton\r\nstate: Ohio\r\nnote: |\r\n  a\r\n  b\r\n",
    "cr": "city: Exampleton\rstate: Ohio\r",
    "deep": HEAD + "note: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
    "deep2": HEAD + "note: " + "{a: " * 30 + "x" + "}" * 30 + "\n",
    "complexkey": "? [a, b]\n: x\ncity: Exampleton\nstate: Ohio\n",
    "quest key": "? city\n: A\nstate: Ohio\n",
    "smartkey": "\u201ccity\u201d: A\nstate: Ohio\n",
    "listroot": "- city: A\n  state: Ohio\n- city: B\n  state: Utah\n",
    "rtf": "{\\rtf1\\ansi city: A}\n",
    "html": "<html><body>city: A</body></html>",
    "json": '{"city": "A", "state": "Ohio"}',
    "csvish": "city,state\nA,Ohio\n",
    "emptyq": HEAD + 'note: ""\n',
    "spacecolon": "city : A\nstate : Ohio\n",
    "colonnospace": "city:A\nstate:Ohio\n",
    "url": HEAD + "efforts:\n  - {what: x, source: https://a.example/x, date: 2016}\n",
    "flowcomma": HEAD + "efforts:\n  - {what: one, two and three, source: a.example}\n",
    "flowdate": HEAD
    + "efforts:\n  - {date: July 8, 2016, what: x, source: a.example}\n",
    "foldhash": HEAD + "note: >\n  a # b\n  c\n",
    "hash in plain multi": HEAD + "note: one\n  two #5 three\n  four\n",
    "bulletutf": HEAD + "note:\n  \u2022 one\n  \u2022 two\n",
    "list note": HEAD + "note:\n  - one\n  - two\n",
    "indented efforts not list": HEAD + "efforts:\n  what: x\n  source: a.example\n",
    "sub keys": HEAD + "efforts:\n  1:\n    what: x\n  2:\n    what: y\n",
    "zwsp key": "\u200bcity: A\nstate: Ohio\n",
    "trailing text": HEAD + "...\nThank you!\n",
    "email header": "Dear all,\nhere is our form\ncity: Exampleton\nstate: Ohio\n",
    "signature": HEAD + "-- \nJane\n",
    "flow root": "{city: Exampleton, state: Ohio, mayor: Jo, the elder}\n",
    "comment after key": HEAD + "efforts: # none yet\n",
    "comment after quote": HEAD + 'mayor: "Jo" # the elder\n',
    "comment after sign": HEAD + "note: | # from the clerk\n  It rained.\n",
    "comment of its own": "# For the editors\n" + HEAD + "  # and more\n",
}


def said(data: str | bytes, path: Path) -> str:
    form, _ = read_form(OWN_TEMPLATES / "form.yaml", "form.yaml")
    assert form
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    submissions, findings = read_yaml(path.read_bytes(), "a.yaml", form)
    lines = []
    for submission in submissions:
        lines.append(f"city at {submission.source}")
        entries = [entry for entry in submission.entries if entry.value]
        lines += [f"  {entry.path} = {entry.value!r}" for entry in entries]
    return "\n".join([*lines, *map(as_text, findings)])


def test_what_is_read_of_odd_files_is_as_it_was_looked_at(
    golden: Golden, tmp_path: Path
) -> None:
    told = [
        f"== {name}\n{data!r}\n{said(data, tmp_path / 'a.yaml')}\n"
        for name, data in CASES.items()
    ]
    golden(Path(__file__).parent / "golden" / "odd_yaml.txt", "\n".join(told))


WHOLE = [
    name
    for name, data in CASES.items()
    if isinstance(data, str) and name not in {"comment only", "comment of its own"}
]


@pytest.mark.parametrize("name", WHOLE)
def test_every_word_of_a_file_is_read_or_told(name: str, tmp_path: Path) -> None:
    """Unless its lines cannot be read at all, which is told at the line."""
    data = CASES[name]
    assert isinstance(data, str)
    told = said(data, tmp_path / "a.yaml")
    if "[bad-yaml]" in told or "[too-large]" in told:
        return
    keys = {"city", "state", "note", "mayor", "efforts", "what", "source", "date"}
    words = set(re.findall(r"[^\W_]{2,}", data)) - keys - {"YAML", "Mayor"}
    assert not {word for word in words if word not in told}
