"""Waive: a warning that a person found to be in order becomes a note."""

from collections.abc import Iterable

from citybook.decisions import Decisions, Waiver, begins, is_file, is_place, signed
from citybook.findings import RULES, Finding, Severity, found, shown
from citybook.source import Source

WAIVABLE_ERRORS = ("too-long",)
"""Errors that an editor may set aside: the answer is sound, and printed whole."""

_OF_THE_BUILD = (
    "edited-output",
    "typesetter-warning",
    "uncounted-pages",
    "idle-decision",
)
"""What is found when the submissions are long checked, or of the decisions."""


def waive(findings: Iterable[Finding], decisions: Decisions) -> tuple[Finding, ...]:
    """Return the findings, what is waived as a note, and what waivers are idle."""
    told = tuple(findings)
    waived: dict[Finding, Finding] = {}
    idle: list[Finding] = []
    for source, waiver in decisions.waivers:
        meant = [f for f in told if _is_meant(f, waiver) and f not in waived]
        if reason := _why_not(waiver) or ("" if meant else _why_none(told, waiver)):
            idle.append(_idle(source, waiver, reason))
        else:
            waived |= {finding: _note(finding, waiver) for finding in meant}
    return (*(waived.get(finding, finding) for finding in told), *idle)


_NONE = "There is no such message at that place, or another waiver settles it."


def _is_meant(finding: Finding, waiver: Waiver) -> bool:
    is_here = _is_named(finding, waiver) and is_place(waiver.place, finding.source)
    return is_here and begins(finding.value, waiver.says)


def _is_named(finding: Finding, waiver: Waiver) -> bool:
    return finding.rule.slug == waiver.rule.strip()


def _why_none(told: Iterable[Finding], waiver: Waiver) -> str:
    """Return why a waiver meets no message: another answer, a place half told."""
    named = [finding for finding in told if _is_named(finding, waiver)]
    here = [finding for finding in named if is_place(waiver.place, finding.source)]
    if others := [each for each in here if not begins(each.value, waiver.says)]:
        if any(each.value for each in others):
            return f"The answer there is no longer {shown(waiver.says)}."
        return "That message quotes no answer; leave out what “says” says."
    for place in (finding.source for finding in named if not here):
        if is_file(waiver.place, place) or _is_nearly(waiver.place, place):
            return f"Name the place as the message does, such as “{place}”."
    return _NONE


def _is_nearly(typed: str, place: Source) -> bool:
    """Tell whether a place is meant, but for capitals and small letters."""
    return " ".join(typed.split()).casefold() == str(place).casefold()


def _why_not(waiver: Waiver) -> str:
    """Return why a rule cannot be waived at any place, or ''."""
    rule = RULES.get(waiver.rule.strip())
    if rule is None:
        return f"There is no rule “{waiver.rule}”."
    if rule.severity is Severity.NOTE:
        return "A note holds nothing back and needs no waiver."
    if rule.slug in WAIVABLE_ERRORS:
        return ""
    if rule.severity is Severity.ERROR:
        others = " and ".join(f"“{slug}”" for slug in WAIVABLE_ERRORS)
        return f"An error cannot be waived, but for {others}; mend what it names."
    is_late = rule.slug in _OF_THE_BUILD
    return "This rule speaks of no submission and cannot be waived." if is_late else ""


def _idle(source: Source, waiver: Waiver, reason: str) -> Finding:
    detail = f"The waiver of “{waiver.rule}” at {waiver.place} has no effect: "
    return found("idle-decision", source, f"{detail}{reason[0].lower()}{reason[1:]}")


def _note(finding: Finding, waiver: Waiver) -> Finding:
    detail = f"{finding.detail} [{finding.rule.slug}] Waived by {signed(waiver)}"
    value, path = finding.value, finding.path
    return found("waived", finding.source, detail, value=value, path=path)
