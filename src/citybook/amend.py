"""Amend: what editors changed in the Word file is laid over what the cities sent."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from citybook.city import identify
from citybook.decisions import Confirmation, Decisions, begins, is_file, signed
from citybook.edition import Edition, EditionFile, OwnPicture, Quotation
from citybook.edits import Edit, Recorded, mark_of
from citybook.findings import Finding, found
from citybook.form import Form
from citybook.kinds import KINDS, understand
from citybook.light import on_one_line, written_out
from citybook.merge import Merged, merge
from citybook.prose import Prose, line, parse, plain
from citybook.quotation import in_quotes
from citybook.source import Source
from citybook.submission import Entry, Slot, Submission, slots

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_TEXTS = frozenset({"summary", "notice", "colophon"})
_LINES = frozenset({"title", "subtitle", "publisher", "date"})


@dataclass(slots=True)
class _Told:
    """What is found out while the edits are laid over."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, slug: str, source: Source, detail: str, **more: str) -> None:
        """Note a finding."""
        self.findings.append(found(slug, source, detail, **more))

    def add_of(self, each: Recorded, slug: str, detail: str, value: str) -> None:
        """Note what is found of an edit, at its passage."""
        self.add(slug, each.source, detail, value=value, path=each.edit.key)


def amend(
    submissions: Sequence[Submission],
    edition: EditionFile,
    edits: Sequence[Recorded],
    form: Form,
    decisions: Decisions,
) -> tuple[tuple[Submission, ...], EditionFile, tuple[Finding, ...]]:
    """Return the answers and the edition's texts as the editors left them.

    Where a city has sent another text since, both changes are made, word by word;
    where they clash, the city's words stand, and a finding tells of it.
    """
    told = _Told()
    by_key: dict[str, list[Recorded]] = {}
    edits, of_decisions = confirmed(edits, decisions)
    told.findings += of_decisions
    for each in edits:
        if each.edit.state == "waiting":
            why = f": {each.edit.why}" if each.edit.why else ""
            detail = f"The edit of {each.edit.key} by {each.edit.by} waits{why}."
            told.add_of(each, "waiting-edit", detail, each.edit.text)
        if each.edit.state == "applied":
            by_key.setdefault(each.edit.key, []).append(each)
    amended = tuple(_amended(one, by_key, form, told) for one in submissions)
    edition = _edition(edition, by_key, told)
    for left in by_key.values():
        for each in left:
            detail = f"Nothing is printed any more where {each.edit.key} was edited."
            told.add_of(each, "stale-edit", detail, each.edit.text)
    return amended, edition, tuple(told.findings)


def confirmed(
    edits: Sequence[Recorded], decisions: Decisions
) -> tuple[Sequence[Recorded], Sequence[Finding]]:
    """Return the edits, what waited as somebody settled it, and what is told of that.

    A decision that several different edits may mean settles none of them.
    """
    told = _Told()
    left = list(edits)
    for source, decision in decisions.edits:
        meant = [n for n, each in enumerate(left) if _is_meant(each.edit, decision)]
        if len({left[n].edit.text for n in meant}) != 1:
            what = f"The decision on the edit of {decision.passage} has no effect: "
            none = "there is no such edit, or it does not wait, or it says otherwise."
            many = (
                "several edits of it wait, so name the “file” of the one that is meant."
            )
            told.add("idle-decision", source, f"{what}{many if meant else none}")
            continue
        for n in meant:
            edit = left[n].edit
            by = f"settled by {signed(decision)}"
            detail = f"The edit of {edit.key} by {edit.by} is {decision.state}, {by}"
            told.add("settled", left[n].source, detail)
            left[n] = replace(left[n], edit=replace(edit, state=decision.state))
    return left, told.findings


def _is_meant(edit: Edit, decision: Confirmation) -> bool:
    is_here = (edit.state, edit.key) == ("waiting", decision.passage.strip())
    is_its = not decision.file.strip() or is_file(decision.file, Source(edit.file))
    return is_here and is_its and begins(edit.text, decision.says)


# The cities


def _amended(
    submission: Submission, edits: dict[str, list[Recorded]], form: Form, told: _Told
) -> Submission:
    """Return a submission with its edits, which are taken out of `edits`."""
    city = identify(submission, form) if edits else None
    if city is None or not any(key.startswith(f"{city.key}/") for key in edits):
        return submission
    _follow(submission, city.key, form, edits)
    entries = {entry.path: entry for entry in submission.entries}
    for slot in slots(submission, form):
        if own := edits.pop(f"{city.key}/{slot.entry.path}", ()):
            entry = _entry(slot, own, told)
            entries[entry.path] = entry
    return replace(submission, entries=tuple(entries.values()))


def _follow(
    submission: Submission, city: str, form: Form, edits: dict[str, list[Recorded]]
) -> None:
    """Let each edit go with its effort, say, where the city numbers them otherwise."""
    own = [key for key in edits if key.startswith(f"{city}/")]
    if not any(each.edit.beside for key in own for each in edits[key]):
        return
    said: dict[str, set[str]] = {}
    for slot in slots(submission, form):
        prose = understand(slot.field.kind, slot.entry.value, slot.field.asked).prose
        row = f"{city}/{slot.entry.path}".rpartition("/")[0]
        said.setdefault(row, set()).update(map(mark_of, _ways(prose) if prose else ()))
    for key in own:
        row, _, question = key.rpartition("/")
        for each in list(edits[key]):
            rows = [other for other in said if each.edit.beside in said[other]]
            if row not in rows and len(rows) == 1:
                edits[key].remove(each)
                edits.setdefault(f"{rows[0]}/{question}", []).append(each)


def _entry(slot: Slot, edits: Sequence[Recorded], told: _Told) -> Entry:
    entry, kind = slot.entry, slot.field.kind
    prose = understand(kind, entry.value, slot.field.asked).prose
    for number, each in enumerate(edits, 1):
        merged = _merged(each, edits[number:], partial(_printed, prose), told)
        if merged is None:
            continue
        is_long = KINDS[kind].is_long
        typed = merged if is_long else plain(parse(merged))
        reading = understand(kind, typed, slot.field.asked)
        if reading.is_refused or (reading.is_doubtful and not is_long):
            how = f"as {each.edit.by} left it, it cannot be printed"
            where = f"{slot.name} ({each.edit.key})"
            detail = f"{where}: {how}; the old words are. {reading.worst}".strip()
            told.add_of(each, "unfit-edit", detail, typed)
            continue
        detail = f"{slot.name}: edited by {each.edit.by} ({each.edit.file})."
        told.add("edited-answer", entry.source, detail, path=entry.path)
        entry, prose = replace(entry, value=typed), reading.prose
    return entry


def _printed(prose: Prose, was: str) -> str:
    """Return what a prose prints, in the way in which it was printed."""
    if not prose:
        return ""
    ways = _ways(prose)
    if was in ways:
        return was
    if was.startswith("“"):
        return ways[1]
    return ways[2] if "\n" not in was and len(prose) > 1 else ways[0]


def _ways(prose: Prose) -> tuple[str, str, str]:
    """Return what a prose prints: as it is, as a quotation, and on one line."""
    return written_out(prose), written_out(in_quotes(prose)), on_one_line(prose)


def _merged(
    each: Recorded,
    later: Sequence[Recorded],
    printed: Callable[[str], str],
    told: _Told,
) -> str | None:
    """Return a text with an edit made in it; None where nothing is to be done.

    `printed` returns what the text prints now, in the way of another.
    """
    edit, now = each.edit, printed(each.edit.was)
    if now in (edit.text, edit.text.strip()):
        return None
    if now == edit.was:
        return edit.text
    result: Merged = merge(edit.was, edit.text, now)
    if result.conflicts:
        if any(_settles(other.edit, edit, result, printed) for other in later):
            return None
        clash = result.conflicts[0]
        detail = (
            f"The edit of {edit.key} by {edit.by} clashes with what the text says now: "
            f"it said “{clash.base}”, the editor made it “{clash.editor}”, "
            f"and it now says “{clash.city}”, which is printed."
        )
        told.add_of(each, "conflicting-edits", detail, edit.text)
        return None
    return result.text


def _settles(
    later: Edit, edit: Edit, clash: Merged, printed: Callable[[str], str]
) -> bool:
    """Tell whether a later edit says otherwise what an edit and the text clash in."""
    if printed(later.was) != later.was:
        return False
    if later.text == later.was:  # somebody saw both, and left it
        return True
    disputed = {each.city for each in clash.conflicts}
    left = merge(edit.was, edit.text, later.text)
    return disputed.isdisjoint(each.city for each in left.conflicts)


# The edition


def _edition(
    edition: EditionFile, edits: dict[str, list[Recorded]], told: _Told
) -> EditionFile:
    """Return the edition with the edits of its own texts, taken out of `edits`."""
    for key in [key for key in edits if key.startswith("edition/")]:
        field = _field(edition.edition, key)
        if field is None:
            continue
        own = edits.pop(key)
        for number, each in enumerate(own, 1):
            now = partial(_set, field.typed, is_text=field.is_text)
            merged = _merged(each, own[number:], now, told)
            if merged is None:
                continue
            text = merged if field.is_text else plain(parse(merged))
            try:
                changed = field.put(edition.edition, text)
            except ValueError as error:
                told.add_of(each, "unfit-edit", f"{key}: {error}.", text)
                continue
            detail = f"Edited by {each.edit.by} ({each.edit.file})."
            source = edition.source(*field.steps)
            told.add("edited-answer", source, detail, path=key)
            edition = replace(edition, edition=changed)
            field = replace(field, typed=text)
    return edition


@dataclass(frozen=True, slots=True)
class _Field:
    """One text of the edition: where it stands, and how another takes its place."""

    typed: str
    steps: tuple[str | int, ...]
    put: Callable[[Edition, str], Edition]
    is_text: bool
    """Whether it is read as light Markdown."""


def _field(edition: Edition, key: str) -> _Field | None:
    """Return the text of the edition that a passage prints, if there is one."""
    match key.split("/")[1:]:
        case [name] if name in _TEXTS | _LINES:
            put = partial(_with, name=name)
            return _Field(getattr(edition, name), (name,), put, name in _TEXTS)
        case ["logo", "alternative"] if edition.logo:
            told, put = edition.logo.alternative, partial(_with, name="logo")
            return _Field(told, ("logo", "alternative"), put, is_text=False)
        case ["quotations", number, *rest] if number.isdecimal():
            at = int(number) - 1
            if 0 <= at < len(edition.quotations):
                return _of_quotation(edition.quotations[at], at, rest)
    return None


def _of_quotation(quotation: Quotation, at: int, rest: Sequence[str]) -> _Field | None:
    way: tuple[str, ...]
    match rest:
        case []:
            typed, way = quotation.text, ("text",)
        case ["speaker"]:
            typed, way = quotation.speaker, ("speaker",)
        case ["portrait", "alternative"] if quotation.portrait:
            typed, way = quotation.portrait.alternative, ("portrait", "alternative")
        case _:
            return None
    put = partial(_with_quotation, at=at, name=way[0])
    return _Field(typed, ("quotations", at, *way), put, is_text=not rest)


def _with(edition: Edition, text: str, *, name: str) -> Edition:
    changed: dict[str, Any] = {name: _changed(getattr(edition, name), text)}
    return replace(edition, **changed)


def _with_quotation(edition: Edition, text: str, *, at: int, name: str) -> Edition:
    quotations = list(edition.quotations)
    changed: dict[str, Any] = {name: _changed(getattr(quotations[at], name), text)}
    quotations[at] = replace(quotations[at], **changed)
    return replace(edition, quotations=tuple(quotations))


def _changed(was: str | OwnPicture, text: str) -> str | OwnPicture:
    """Return a text, or a picture of which it tells what that shows."""
    return text if isinstance(was, str) else replace(was, alternative=text)


def _set(typed: str, was: str, *, is_text: bool) -> str:
    """Return what a text of the edition prints, its figures as their placeholders."""
    prose = parse(typed) if is_text else line(typed)
    printed = written_out(in_quotes(prose) if was.startswith("“") else prose)
    return _PLACEHOLDER.sub(lambda each: each[0].replace("\\", ""), printed)
