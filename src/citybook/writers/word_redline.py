"""The draft with all that changed since an earlier one as tracked changes.

The new file is taken as it is: what came is marked in it, what went is put back in.
"""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, fields
from functools import partial
from itertools import takewhile

from citybook.archive import settled
from citybook.manifest import Manifest, Written
from citybook.story.model import Place
from citybook.versions import Pair, Piece, hunks, laid_together
from citybook.word_xml import Element, element, name
from citybook.writers.word_changes import (
    Marks,
    Whose,
    cut_runs,
    enclosing,
    key_of,
    put,
    remove,
    runs_of,
    told_runs,
)
from citybook.writers.word_clashes import Version, set_beside
from citybook.writers.word_draft import Draft, gone, gone_row, opened

_FRAME = f"{name('pPr')}/{name('framePr')}"
_CHAPTER = "state/"
"""Beginning of the keys of the headings that begin a section of their own."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of a redline is marked."""

    changed: int = 0
    new: int = 0
    gone: int = 0
    untold: int = 0
    """Old notes where there are none now, and changed lines in frames: on the cover."""
    clashes: int = 0
    """Edits that are not printed, for they clash with what is."""


def redlined(
    book: bytes,
    old: Manifest,
    new: Manifest,
    whose: Whose,
    versions: Iterable[Version] = (),
) -> tuple[bytes, Tally]:
    """Return a Word file in which all that changed is marked; equal input, equal bytes.

    `old` is what an earlier one said, and `new` what this one does; `versions` are
    what editors made of it that it does not print.
    """
    draft = opened(book, old, new, whose)
    pairs = laid_together(old, new, partial(_columns, draft.nodes))
    is_note = partial(_is_note, draft)
    notes = [pair for pair in pairs if is_note(pair)]
    others = [pair for pair in pairs if not is_note(pair)]
    draft.notes = {_note(each, draft) for each in notes if each.old is None}
    draft.notes |= set(_moved(others, draft))
    draft.kept = {
        pair.old.numbers[0]: draft.nodes[pair.new.numbers[0]]
        for pair in others
        if pair.old and pair.new
    }
    _mark_all(others, draft)
    _mark_all(_torn(notes, draft), draft)
    set_beside(versions, draft)
    fresh = draft.contents
    told = {each.name: draft.tally[each.name] for each in fields(Tally)}
    return settled(book, fresh.get), Tally(**told)


def _is_note(draft: Draft, pair: Pair) -> bool:
    numbers = pair.new.numbers if pair.new else ()
    told = (*draft.was(pair), *(draft.new.paragraphs[number] for number in numbers))
    return told[0].place is Place.NOTE


def _note(pair: Pair, draft: Draft) -> str:
    """Return the identifier of the note that a paragraph is of; "" where it is gone."""
    if pair.new is None:
        return ""
    return enclosing(draft.nodes[pair.new.numbers[0]], "footnote").get(name("id"), "")


def _moved(pairs: Iterable[Pair], draft: Draft) -> Iterator[str]:
    """Yield the notes whose numbers cannot stay where the text before this one ends.

    For that is another answer's.
    """
    before = ""
    for pair in pairs:
        if pair.new is None:
            continue
        number = pair.new.numbers[0]
        key = key_of(draft.new.paragraphs[number])
        if pair.old:
            before = key
        elif not key or key != before:
            yield from _numbers(draft.nodes[number])


def _numbers(node: Element) -> Iterator[str]:
    """Yield the identifiers of the notes whose numbers stand in an element."""
    for mark in node.iter(name("footnoteReference")):
        yield mark.get(name("id"), "")


def _torn(notes: Iterable[Pair], draft: Draft) -> Iterator[Pair]:
    """Yield the notes; one whose number is new where it stands, as gone and as new."""
    for pair in notes:
        if pair.old and pair.new and _note(pair, draft) in draft.notes:
            yield Pair(pair.old, None)
            yield Pair(None, pair.new)
        else:
            yield pair


def _columns(nodes: list[Element], number: int) -> int:
    return len(enclosing(nodes[number], "tr").findall(name("tc")))


# Paragraphs


def _mark_all(pairs: Iterable[Pair], draft: Draft) -> None:
    """Mark what came and what went, in the order of a part of the file."""
    is_note = partial(_is_note, draft)
    before: Element | None = None
    waiting: list[Pair] = []
    last = (False, False)
    for pair in pairs:
        came, went = pair.old is None, pair.new is None
        if last != (came, went) or not (came or went):
            draft.marks.turn()
        last = came, went
        if pair.new is None:
            if before is None:
                waiting.append(pair)
            else:
                before = _put_back(pair, before, draft)
            continue
        first = draft.nodes[pair.new.numbers[0]]
        node = enclosing(first, "tbl") if pair.new.is_table else first
        # A note that is taken back takes along whatever is put into it.
        is_there = not (came and is_note(pair))
        for each in waiting if is_there else ():
            for lost in gone(each, draft):
                node.addprevious(lost)
        waiting = [] if is_there else waiting
        if pair.new.is_table:
            _mark_rows(pair, node, draft)
        elif pair.old is None:
            written = draft.new.paragraphs[pair.new.numbers[0]]
            with draft.marks.on("", written.text):
                _insert(node, written, draft)
        else:
            _change(pair.old.numbers[0], pair.new.numbers[0], draft)
        before = node if is_there else before
    draft.tally["untold"] += len(waiting)


def _change(old_number: int, new_number: int, draft: Draft) -> None:
    """Mark the words of a paragraph that changed."""
    old, new = draft.old.paragraphs[old_number], draft.new.paragraphs[new_number]
    node, marks = draft.nodes[new_number], draft.marks
    found = hunks(old, new)
    if old.shown and old.shown != (new.shown or new.text):
        _change_names(node, old, new, draft)
        return
    if found and node.find(_FRAME) is not None:
        # LibreOffice would take old words and new ones for plain text in there.
        draft.tally["untold"] += 1
        return
    draft.tally["changed"] += bool(found)
    cut_runs(node, {place for hunk in found for place in hunk.new})
    for hunk in found:
        marks.change(node, old, new, hunk=hunk, link=draft.sheet(new.place).link)
    for link in node.iter(name("hyperlink")) if found else ():
        _insert_fields(link, marks, key_of(new))


def _change_names(node: Element, old: Written, new: Written, draft: Draft) -> None:
    """Mark all names of a cell as new, as a program that looks one up has it whole."""
    draft.tally["changed"] += 1
    lost = draft.marks.gone(old, draft.sheet(new.place).link)
    put(lost, node, before=next(iter(runs_of(node)), None))
    for run in runs_of(node):
        if enclosing(run, "del", "p").tag == name("p"):
            draft.marks.insert(run, key_of(new))


def _insert_fields(link: Element, marks: Marks, key: str) -> None:
    """Mark the fields of a link, too, all of whose words are new."""
    runs = list(link.iter(name("r")))
    inner = [run for run in runs if run.find(name("t")) is not None]
    first = inner[0].getparent() if inner else None
    if first is None or first.tag != name("ins"):
        return
    plain = [run for run in told_runs(enclosing(link, "p")) if run[0] in runs]
    if all(enclosing(run, "ins", "p").tag == name("ins") for run, _, _ in plain):
        for run in runs:
            if run.getparent() is link:
                marks.insert(run, key)


def _insert(node: Element, written: Written, draft: Draft) -> None:
    """Mark a paragraph as new.

    The end of the last one of a section stays: the section ends there; and so does the
    end of one with the number of a note that was there. So the end is new of the one
    that was the last before.
    """
    key, marks = key_of(written), draft.marks
    _insert_runs(node, key, draft)
    draft.tally["new"] += 1
    if written.place is Place.NOTE:
        _insert_reference(enclosing(node, "footnote"), key, draft)
    elif _is_new_section(node) if _closes(node) else not _kept_numbers(node, draft):
        marks.mark_end(node, "ins", key)
    else:
        _set_above_gone(node)
        _insert_end_before(node, key, draft)


def _set_above_gone(node: Element) -> None:
    """Set a new paragraph, whose end stays, above what is gone before it."""
    if _closes(node):
        return
    fresh = [node, *takewhile(partial(_has_end, tag="ins"), _before(node))]
    lost = list(takewhile(partial(_has_end, tag="del"), _before(fresh[-1])))
    for each in reversed(fresh if lost else ()):
        lost[-1].addprevious(each)


def _before(node: Element) -> Iterator[Element]:
    """Yield what stands before a node, the nearest first."""
    return node.itersiblings(preceding=True)


def _insert_end_before(node: Element, key: str, draft: Draft) -> None:
    """Mark as new the end of what stood before a new paragraph whose own end stays."""
    first = node
    while (prior := first.getprevious()) is not None and _has_end(prior, "ins"):
        first = prior
    if prior is None or prior.tag != name("p") or _closes(prior):
        return
    draft.marks.mark_look(node, _look(prior), key)
    if _has_end(prior, "del"):
        put(list(prior)[1:], first)
        remove(prior)
    else:
        draft.marks.mark_end(prior, "ins", key)


def _look(paragraph: Element) -> Element:
    """Return the properties of a paragraph before they changed."""
    properties = paragraph.find(name("pPr"))
    was = paragraph.find(f"{name('pPr')}/{name('pPrChange')}/{name('pPr')}")
    found = properties if was is None else was
    return element("pPr") if found is None else found


def _insert_runs(node: Element, key: str, draft: Draft) -> None:
    """Mark all runs as new; the number of a note is as new as that."""
    kept = _kept_numbers(node, draft)
    for run in runs_of(node):
        if run not in kept:
            draft.marks.insert(run, key)


def _kept_numbers(node: Element, draft: Draft) -> list[Element]:
    """Return the runs that hold the number of a note that is not new."""
    marks = node.iter(name("footnoteReference"))
    kept = (mark for mark in marks if mark.get(name("id")) not in draft.notes)
    return [enclosing(mark, "r") for mark in kept]


def _insert_reference(note: Element, key: str, draft: Draft) -> None:
    """Mark the number of a note in the text as new."""
    run = draft.references.get(note.get(name("id"), ""))
    if run is not None and enclosing(run, "ins", "p").tag != name("ins"):
        draft.marks.insert(run, key)


def _closes(node: Element) -> bool:
    """Tell whether the end of a paragraph is that of a section or of a note."""
    is_last = node.find(f"{name('pPr')}/{name('sectPr')}") is not None
    parent = node.getparent()
    return is_last or (parent is not None and parent.tag == name("footnote"))


def _has_end(node: Element, tag: str) -> bool:
    path = f"{name('pPr')}/{name('rPr')}/{name(tag)}"
    return node.tag == name("p") and node.find(path) is not None


def _is_new_section(node: Element) -> bool:
    """Tell whether all that stands before the last paragraph of a section is new."""
    for prior in node.itersiblings(preceding=True):
        if prior.tag == name("p") and _closes(prior):
            return True
        if prior.tag == name("tbl"):
            rows = prior.findall(name("tr"))
            is_new = all(row.find(_NEW_ROW) is not None for row in rows)
        else:
            ends = any(_has_end(prior, tag) for tag in ("ins", "del"))
            is_new = ends or not told_runs(prior)
        if not is_new:
            return False
    return True


_NEW_ROW = f"{name('trPr')}/{name('ins')}"


# What is gone


def _put_back(pair: Pair, before: Element, draft: Draft) -> Element:
    """Put what is gone behind what stood before it; return the last of it."""
    nodes = gone(pair, draft)
    is_chapter = any(each.heading.startswith(_CHAPTER) for each in draft.was(pair))
    is_closed = before.tag == name("p") and _closes(before)
    if not is_closed or is_chapter or len(nodes) > 1 or _has_end(before, "ins"):
        for node in reversed(nodes):
            before.addnext(node)
        return nodes[-1]
    # The end of the section stays, and becomes the end of what is gone.
    (node,) = nodes
    kept = element("p", deepcopy(_look(before)))
    for tag in ("sectPr", "rPr"):
        for found in kept.findall(f"{name('pPr')}/{name(tag)}"):
            remove(found)
    kept.extend(each for each in before if each.tag != name("pPr"))
    before.addprevious(kept)
    draft.marks.mark_end(kept, "del", draft.key(pair))
    before.extend(each for each in node if each.tag != name("pPr"))
    draft.marks.mark_look(before, _look(node), draft.key(pair))
    return before


# Tables


def _mark_rows(pair: Pair, table: Element, draft: Draft) -> None:
    """Mark the rows of a table that came and went, and the words that changed."""
    draft.tally["new"] += pair.old is None
    row: Element | None = None
    for each in pair.rows:
        if each.new is None and each.old is not None:
            fresh = gone_row(each.old, draft)
            draft.tally["gone"] += 1
            if row is None:
                next(table.iterchildren(name("tr"))).addprevious(fresh)
            else:
                row.addnext(fresh)
            row = fresh
        elif each.new is not None:
            row = enclosing(draft.nodes[each.new.numbers[0]], "tr")
            if each.old is None:
                _insert_row(row, each.new, draft)
                draft.tally["new"] += pair.old is not None
            else:
                for old, new in zip(each.old.numbers, each.new.numbers, strict=True):
                    _change(old, new, draft)
    below = table.getnext()
    if pair.old is None and below is not None and _is_spacer(below):
        draft.marks.mark_end(below, "ins", "")


def _is_spacer(node: Element) -> bool:
    return node.tag == name("p") and not runs_of(node) and not _closes(node)


def _insert_row(row: Element, piece: Piece, draft: Draft) -> None:
    written = [draft.new.paragraphs[number] for number in piece.numbers]
    # A row that goes takes the numbers of notes along, and these their notes.
    draft.notes |= set(_numbers(row))
    with draft.marks.on("", " ".join(cell.text for cell in written)):
        draft.marks.mark_row(row, "ins", next(filter(None, map(key_of, written)), ""))
        for number, cell in zip(piece.numbers, written, strict=True):
            _insert_runs(draft.nodes[number], key_of(cell), draft)
