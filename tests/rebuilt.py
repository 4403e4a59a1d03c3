"""Editions built twice, with many a change between: old files, and new ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from books import SHIPPED, copied
from citybook.cli import main

OAKFORD = """city: Oakford
state: Oklahoma
mayor: Dana Example
efforts:
  - date: July 18, 2016
    what: |
      The mayor met the pastors of nine churches at the library to talk of a plan.

      - a list of questions
      - an answer to each of them
      - lunch

      They came again in August, and the hall was full on both of the evenings.

      | Year | Meetings |
      | --- | ---: |
      | 2014 | 3 |
      | 2015 | 4 |
      | 2016 | 9 |
    source: https://oakford.example/library
  - date: July 20, 2016
    what: Officers and neighbors walked the river path together in the evening.
    source: https://oakford.example/path
  - date: July 25, 2016
    what: |
      A forum of two hundred people asked for a board of review, and got one. It is
      to meet every month. Its minutes are [**open**](https://oakford.example/minutes).

      This paragraph was kept for long, and now it is to go.
    source: https://oakford.example/forum; https://paper.example/forum
quotations:
  - text: We walked the path together, and that was the whole of the secret.
    speaker: Dana Example
    title: Mayor
    date: July 20, 2016
    source: https://oakford.example/path
  - text: The forum was loud, and it was good that it was.
    speaker: Lee Sample
    title: Police Chief
    date: July 25, 2016
    source: https://oakford.example/forum
"""
PINEFIELD = """city: Pinefield
state: Oklahoma
mayor: Kim Example
efforts:
  - date: July 19, 2016
    what: The chief read to the children of three schools, and they asked him a lot.
    source: https://pinefield.example/schools
"""
BIRCHTON = """city: Birchton
state: Maine
mayor: Pat Example
efforts:
  - date: July 21, 2016
    what: |
      All officers of the night shift were asked to supper by the volunteers.

      1. soup
      2. bread
    kind: gathering
    source: https://birchton.example/supper
"""
ELMFORD = """city: Elmford
state: Texas
mayor: Sam Example
efforts:
  - date: July 22, 2016
    what: |
      Officers and neighbors cleaned the banks of the lake, and planted elms there.

      | Bank | Elms |
      | --- | ---: |
      | north | 12 |
      | south | 7 |
    source: https://elmford.example/lake
quotations:
  - text: An elm takes forty years. We had better begin today.
    speaker: Sam Example
    title: Mayor
    date: July 22, 2016
    source: https://elmford.example/elms
"""
CEDARVILLE = """city: Cedarville
state: Ohio
mayor: Ash Example
efforts:
  - date: July 23, 2016
    what: The council sat in the square, and whoever came by was asked to sit down.
    source: https://ohio.example/square
"""


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a submission that are others in the new one."""

    was: str
    now: str


OAKFORD_CHANGES = (
    Change("nine churches", "**ten** churches"),
    Change("      - a list of questions\n", "      - a welcome\n"),
    Change("      - lunch\n", "      - lunch\n      - a walk\n"),
    Change(
        "in August, and the hall",
        "in August.\n\n      That was a long month, and a hot one.\n\n      The hall",
    ),
    Change("      | 2014 | 3 |\n", ""),
    Change("| 2016 | 9 |", "| 2016 | 10 |\n      | 2017 | 1 |"),
    Change(
        """  - date: July 20, 2016
    what: Officers and neighbors walked the river path together in the evening.
    source: https://oakford.example/path
""",
        "",
    ),
    Change("and got one. It is\n      to meet", "and got one.\n\n      It is to meet"),
    Change("[**open**]", "[*online*]"),
    Change("\n\n      This paragraph was kept for long, and now it is to go.", ""),
    Change("; https://paper.example/forum", "; https://paper.example/the-forum"),
    Change(
        """  - text: We walked the path together, and that was the whole of the secret.
    speaker: Dana Example
    title: Mayor
    date: July 20, 2016
    source: https://oakford.example/path
""",
        "",
    ),
)
"""Words, items of a list, rows of a table, a paragraph split, one that came and one
that went, a link in bold that is one in italics now, a whole effort, a source, and a
quotation."""


def changed(text: str, changes: tuple[Change, ...]) -> str:
    """Return a submission with changes made."""
    for change in changes:
        assert text.count(change.was) == 1, change.was
        text = text.replace(change.was, change.now)
    return text


SMALL_OLD: Mapping[str, str] = {
    "oakford.yaml": OAKFORD,
    "pinefield.yaml": PINEFIELD,
    "birchton.yaml": BIRCHTON,
    "cedarville.yaml": CEDARVILLE,
}
SMALL_NEW: Mapping[str, str] = {
    "oakford.yaml": changed(OAKFORD, OAKFORD_CHANGES),
    "pinefield.yaml": PINEFIELD.replace("city: Pinefield", "city: Pineville"),
    "elmford.yaml": ELMFORD,
    "cedarville.yaml": CEDARVILLE,
    "ashbury.yaml": CEDARVILLE.replace("Cedarville", "Ashbury"),
}
"""Laid over the stock edition: a city renamed, one that is gone with its state, and
one that came with another, and one that is the first of its state now."""

_SHIPPED_CHANGES: Mapping[str, tuple[Change, ...]] = {
    "columbia-sc.yaml": (
        Change("      - hiring-board membership,\n", ""),
        Change("      - body cameras.", "      - body cameras,\n      - an open day."),
        Change(
            "injured\n      officer; clergy", "injured\n      officer.\n\n      Clergy"
        ),
        Change("      Officers and residents joined", "      Officers joined"),
    ),
    "wichita-ks.yaml": (
        Change("Gordon Ramsay, had proposed", "Gordon Ramsay, had long proposed"),
        Change("    kind: Police engagement with residents\n", ""),
        Change("About 2,000 donated", "Some 3,000 donated"),
    ),
    "newark nj.yaml": (Change("City: Newark", "City: Paterson"),),
}
SHIPPED_NEW: Mapping[str, str] = {
    **{
        name: changed((SHIPPED / "submissions" / name).read_text("utf-8"), changes)
        for name, changes in _SHIPPED_CHANGES.items()
    },
    "stockton.yaml": "",
    "tacoma.yaml": "",
    "elmford.yaml": ELMFORD,
    "pinefield.yaml": PINEFIELD,
}
"""Laid over the edition that comes along; an empty text is a file that is gone."""


@dataclass(frozen=True, slots=True)
class Redlined:
    """A book, an earlier one, and a redline from that to this: three Word files."""

    old: Path
    new: Path
    redline: Path


def laid(edition: Path, root: Path, files: Mapping[str, str]) -> Path:
    """Copy an edition, and lay submissions over it."""
    more = {f"submissions/{name}": text for name, text in files.items() if text}
    copied(edition, root, more)
    for name in files.keys() - {Path(path).name for path in more}:
        (root / "submissions" / name).unlink()
    return root


def redlined_since(old: Path, root: Path) -> Redlined:
    """Build an edition, and mark in it what changed since an earlier book."""
    assert main(["redline", str(old), "--edition", str(root)]) < 2
    output = root / "output"
    return Redlined(old, output / "report.docx", output / "redline.docx")
