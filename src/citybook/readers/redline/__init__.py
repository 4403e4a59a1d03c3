"""Returned Word files: what editors changed in them, and what cannot be taken back."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from textwrap import shorten

from citybook.asked import Asked, told_apart
from citybook.editing import OURS
from citybook.edits import Edit, State, clash_mark, mark_of, waiting
from citybook.findings import Finding, found
from citybook.folders import below
from citybook.manifest import FIGURE, Manifest, found_in, load
from citybook.outcome import drafts
from citybook.prose import parse, plain
from citybook.readers.file_kinds import ENDINGS, ending_of
from citybook.readers.folder import LITTER, name_below
from citybook.readers.redline.asides import asides_of
from citybook.readers.redline.comments import asked_of
from citybook.readers.redline.images import with_images
from citybook.readers.redline.partial import Part, part_of
from citybook.readers.redline.passages import (
    Outside,
    Reading,
    Revised,
    passages_of,
)
from citybook.readers.redline.pieces import Said, apart
from citybook.source import Source
from citybook.story.file import NoStoryError, Story, read_characters, read_story
from citybook.story.made import folded
from citybook.story.model import Paragraph, Place

RETURNED = "returned"
"""The folder of the submissions that holds them."""

MAX_QUOTE = 300
PHRASE, ENOUGH = 4, 0.2
"""Of so many words each: how many phrases a file that lost what it carried shares."""

_WORD = frozenset({".docx", ".docm"})
_SAVE_AS = "Open it in Word or LibreOffice, save it as .docx, and put that here."

_BY_EDITOR = re.compile(r".+ \(.+\.doc[xm]\)", re.IGNORECASE)
"""Who edited an answer, as a redline names them: `Jane Doe (returned/jane.docx)`."""
_PARTS = {
    "title": ("The title", "“title”"),
    "notes": ("The note", "“notes” or “source”"),
    "alternative": ("The alternative text", "“alternative”"),
}
"""What templates say of a figure, and what it is called there."""
_SAID = {
    "unclear-edit": "Words stand where others were, and may belong to several answers",
    "edited-heading": "A heading was changed",
    "edit-outside-passage": "Words were changed that no answer prints",
    "unknown-structure": "Words were added in a table, a text box or a note",
}


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back in Word files."""

    edits: tuple[Edit, ...] = ()
    asked: tuple[Asked, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_returned(submissions: Path, output: Path) -> Returned:
    """Return what the editors changed and asked in all files, by their names.

    A file that lost what it carried is held against the draft that is most like it,
    of those that were there before it: no build of its own edits changes which.
    """
    known = cache(lambda: tuple(_drafts(output)))
    edits: list[Edit] = []
    asked: list[Asked] = []
    findings: list[Finding] = []
    for path in _files(submissions / RETURNED):
        file = name_below(submissions, path)
        if ending_of(file) not in _WORD:
            detail = "The files of editors are read as Word files (.docx) only."
            word = found("unreadable-file", Source(file), detail, remedy=_SAVE_AS)
            findings.append(word)
            continue
        try:
            arrived = path.stat().st_mtime_ns
            story = read_story(path.read_bytes())
        except OSError as error:
            detail = f"The file cannot be opened: {error.strerror}."
            findings.append(found("unreadable-file", Source(file), detail))
        except NoStoryError as error:
            findings.append(found("unreadable-file", Source(file), str(error)))
        else:
            manifest = found_in(story.parts.values()) or _nearest(
                story, [draft for made, draft in known() if made <= arrived]
            )
            read, told = edits_of(story, file, manifest)
            edits += read
            findings += told
            asked += asked_of(story, file, manifest) if manifest else ()
    return Returned(tuple(edits), told_apart(asked), tuple(findings))


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder but for litter, and for those that are answers.

    Whoever reads the answers tells of these.
    """
    return [
        path
        for path in below(folder)
        if path.is_file()
        and not path.name.startswith((".", "~$"))
        and path.name.lower() not in LITTER
        and ending_of(path.name) not in ENDINGS
    ]


def _nearest(story: Story, known: Sequence[Manifest]) -> Manifest | None:
    """Return the draft whose words are the most like those of a file before edits.

    Of several that say the same, it is the one that asked what the file asks. A file
    that has nothing to do with any is of none.
    """
    told = Counter(" ".join(each.before for each in story.paragraphs).split())
    asked = {folded(each.text) for each in story.comments}

    def unlike(draft: Manifest) -> tuple[int, int]:
        said = Counter(" ".join(each.text for each in draft.paragraphs).split())
        asks = {folded(c.remark.text) for c in draft.comments or ()}
        return ((told - said) + (said - told)).total(), len(asked - asks)

    nearest = min(known, key=unlike, default=None)
    return nearest if nearest and _is_of(story, nearest) else None


def _is_of(story: Story, draft: Manifest) -> bool:
    """Tell whether enough of a file, or of a draft that is shorter, is in both."""
    ours = Counter(_phrases(each.text for each in draft.paragraphs))
    theirs = Counter(_phrases(each.before for each in story.paragraphs))
    shared, least = (ours & theirs).total(), min(ours.total(), theirs.total())
    return shared > 0 and shared >= ENOUGH * least


def _phrases(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield each four words that follow each other; all of a text that has fewer."""
    for text in texts:
        words = text.split()
        few = range(max(len(words) - PHRASE + 1, min(len(words), 1)))
        yield from (tuple(words[start : start + PHRASE]) for start in few)


def _drafts(output: Path) -> Iterator[tuple[int, Manifest]]:
    """Yield when each draft was made, in nanoseconds, and what it said."""
    for path in drafts(output):
        with suppress(OSError, UnicodeDecodeError):
            if manifest := load(path.read_text("utf-8")):
                yield path.stat().st_mtime_ns, manifest


def edits_of(
    story: Story, file: str, last: Manifest | None
) -> tuple[list[Edit], list[Finding]]:
    """Return the edits of one file, and a finding for all else that was changed.

    Where its words do not add up, nothing of it is taken.
    """
    source = Source(file)
    manifest = found_in(story.parts.values()) or last
    if manifest is None:
        detail = "It does not tell which draft it is, and is like none in output."
        return [], [found("unknown-draft", source, detail)]
    manifest, part = part_of(manifest, story.paragraphs)
    reading = passages_of(manifest, story.paragraphs)
    reading = with_images(reading, manifest, story.paragraphs)
    if lost := _lost(manifest, story, reading):
        detail = f"Read back, these letters are too few or too many: {lost}."
        return [], [found("unbalanced-edits", source, detail)]
    edits = [_edit(each, story, file, manifest) for each in _changed(reading)]
    edits = [_uncut(each) for each in edits] if part else edits
    kept = (_kept(each, story, file) for each in _settled(reading, story))
    asides = asides_of(manifest, story.paragraphs)
    told = [*_findings(reading, source), *(_outside(each, source) for each in asides)]
    told += _of_part(part, source) if part else ()
    return [*_with_neighbors(edits, reading), *kept], told


def _changed(reading: Reading) -> Iterator[Revised]:
    for each in reading.revised:
        if each.is_changed and not each.key.startswith(FIGURE):
            yield each


def _settled(reading: Reading, story: Story) -> Iterator[Revised]:
    """Yield the passages of a redline that clashed, and of which no mark is left.

    They say what was printed: whoever settled them saw the other version, too.
    """
    marked: dict[str, bool] = {}
    for paragraph in story.paragraphs:
        for anchor in paragraph.anchors:
            mark = f"{anchor.name.rpartition('_')[0]}_"
            marked[mark] = marked.get(mark, False) or bool(paragraph.everyone)
    for each in reading.revised:
        if not each.is_changed and marked.get(clash_mark(each.key)) is False:
            yield each


def _kept(revised: Revised, story: Story, file: str) -> Edit:
    text = revised.was.marked
    editor, date = story.saved_by, story.saved
    return Edit(revised.key, mark_of(text), text, file, text, editor, date)


def _edit(revised: Revised, story: Story, file: str, manifest: Manifest) -> Edit:
    own = [each for each in revised.changes if not _is_ours(each.author)]
    names = [name for name in dict.fromkeys(each.author for each in own) if name]
    *others, last = names or [story.saved_by]
    editor = " and ".join(filter(None, (", ".join(others), last)))
    date = max((each.date for each in own), default=story.saved)
    was, now = revised.was.marked, revised.now.marked
    why = ""
    if not now:
        why = "all of the passage was deleted"
    elif revised.is_doubtful:
        why = "words that stand there now may be its own, or not"
    elif revised.key in manifest.quoted:
        why = "these are a person's own words"
    state: State = "waiting" if why else "applied"
    return Edit(revised.key, mark_of(was), was, file, now, editor, date, state, why)


def _uncut(edit: Edit) -> Edit:
    """Let an edit wait that may be none: a copy may begin or end inside a passage."""
    is_cut = edit.was.startswith(edit.text) or edit.was.endswith(edit.text)
    why = "the rest of it is missing, as most of the draft is"
    return waiting(edit, why) if edit.state == "applied" and is_cut else edit


def _with_neighbors(edits: Iterable[Edit], reading: Reading) -> Iterator[Edit]:
    """Yield the edits with what else their entries said, where those are numbered."""
    by_entry: dict[str, list[Revised]] = {}
    for each in reading.revised:
        by_entry.setdefault(each.key.rpartition("/")[0], []).append(each)
    for edit in edits:
        entry = edit.key.rpartition("/")[0]
        others = [e.was.marked for e in by_entry[entry] if e.key != edit.key]
        is_known = entry.rpartition("/")[2].isdecimal() and others
        yield replace(edit, beside=mark_of(max(others, key=len)) if is_known else "")


def _is_ours(author: str) -> bool:
    """Tell whether a redline of ours gave somebody's change this name."""
    by_city = ending_of(author) in ENDINGS
    return by_city or author == OURS or bool(_BY_EDITOR.fullmatch(author))


# What is told


def _findings(reading: Reading, source: Source) -> Iterator[Finding]:
    for each in reading.outside:
        if each.rule:
            yield _outside(each, source)
    for revised in reading.revised:
        if revised.is_changed and revised.key.startswith(FIGURE):
            yield _of_figure(revised, source)
        for ours, typed in revised.now.refused:
            detail = f"In {_place(revised.place)}, “{ours}” was changed: we count it."
            key = revised.key
            yield found("edited-figure", source, detail, value=typed, path=key)
    places = {each.key: each.place for each in reading.revised}
    for key in reading.moved:
        detail = (
            f"A passage was moved to another place: {key}, in {_place(places[key])}."
        )
        yield found("moved-passage", source, detail)


def _outside(each: Outside, source: Source) -> Finding:
    behind = f", behind “…{each.after[-40:]}”" if each.after else ""
    told = f" It shows “{each.was}”." if each.said else f" “{each.was}” was taken out."
    gone = told if each.was else ""
    said = each.said or _SAID[each.rule]
    detail = f"{said}, in {each.where or _place(each.place)}{behind}.{gone}"
    remedy = _in_template(each.heading) if each.heading.startswith(FIGURE) else ""
    path = each.heading
    return found(each.rule, source, detail, value=each.now, remedy=remedy, path=path)


def _of_part(part: Part, source: Source) -> Iterator[Finding]:
    """Tell how much of its draft a file has."""
    lacks = "; ".join(text or "the front of the book" for text in part.lacks)
    quote = shorten(lacks, MAX_QUOTE, placeholder=" …")
    has = f"It has {part.passages:,} of the {part.of:,} passages of its draft."
    stays = f"What is missing with its heading stays as it is: {quote}."
    yield found("partial-draft", source, f"{has} {stays}")


def _of_figure(revised: Revised, source: Source) -> Finding:
    """Tell of a change to what a template says of a figure."""
    was, now = (plain(parse(said.marked)) for said in (revised.was, revised.now))
    gone, new = apart(was.split(), now.split())
    what, _ = _part_in(revised.key)
    detail = f"{what} of a figure was changed, in {_place(revised.place)}."
    detail += f" “{gone}” was taken out." if gone else ""
    remedy = _in_template(revised.key)
    return found("edit-outside-passage", source, detail, value=new, remedy=remedy)


def _in_template(key: str) -> str:
    """Return where to change what is said of a figure."""
    file = f"templates/figures/{key.split('/')[1]}.vl.yaml"
    return f"Change {_part_in(key)[1]} in {file}; what is counted in it stays."


def _part_in(key: str) -> tuple[str, str]:
    return _PARTS.get(key.rpartition("/")[2], ("What is said", "it"))


def _place(heading: str) -> str:
    return f"“{heading}”" if heading else "the front of the book"


# The accounting


def _lost(manifest: Manifest, story: Story, reading: Reading) -> str:
    """Return the letters that are in the file, and in nothing that was read of it.

    What was written, less what is told as gone, with what is told as new, must be
    what stands there now. Signs and space are set by rule and not counted.
    """
    if story.characters != read_characters(story.paragraphs):
        return _shown(story.characters, read_characters(story.paragraphs))
    expected = _letters(
        text
        for written in manifest.paragraphs
        for text in (written.text, *(image.told for image in written.images))
    )
    for revised in reading.revised:
        if revised.is_changed:
            expected.subtract(_letters([_words(revised.was)]))
            expected.update(_letters([_words(revised.now)]))
        for ours, typed in revised.now.refused:
            expected.subtract(_letters([ours]))
            expected.update(_letters([typed]))
    for each in reading.outside:
        expected.subtract(_letters([each.was]))
        expected.update(_letters([each.now]))
    there = _letters(
        text
        for each in story.paragraphs
        if each.place is not Place.HEADER
        for text in _standing(each)
    )
    expected.subtract(there)
    return "".join(sorted(char for char, many in expected.items() if many))[:40]


def _standing(paragraph: Paragraph) -> Iterator[str]:
    """Yield what a paragraph says, and what its pictures show."""
    for run in paragraph.runs:
        if run.fate.stays and not run.is_computed:
            yield run.text
    yield from (image.told for image in paragraph.images if image.fate.stays)


def _shown(one: Counter[tuple[str, bool]], other: Counter[tuple[str, bool]]) -> str:
    return "".join(sorted({char for char, _ in (one - other) + (other - one)}))[:40]


def _words(said: Said) -> str:
    """Return the words of a passage, its figures in place."""
    text = said.marked
    for name, printed in said.figures:
        text = text.replace(f"{{{name}}}", printed, 1)
    return plain(parse(text))


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if char.isalnum())


__all__ = ["RETURNED", "Returned", "edits_of", "read_returned"]
