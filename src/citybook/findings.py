"""What is wrong with the input, where, and what to do."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citybook.rules import RULES, Rule, Severity
from citybook.source import Source

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "as_record",
    "as_text",
    "found",
    "from_record",
    "has_errors",
    "in_order",
    "shown",
    "visible",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble at one place."""

    rule: Rule
    source: Source
    detail: str
    """What is wrong here, with its figures, as one sentence."""
    value: str = ""
    """What stands there, as it was typed."""
    remedy: str = ""
    """A hint for this place alone; the rule's own where it is empty."""
    path: str = ""
    """The answer it speaks of, where one place holds several; see `Entry.path`."""

    @property
    def hint(self) -> str:
        """What to do about it."""
        return self.remedy or self.rule.hint

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.rule.severity

    @property
    def order(self) -> tuple[Source, int, tuple[str, ...]]:
        """Findings are told by place, then the graver first."""
        words = (self.rule.slug, self.detail, self.path, self.value, self.remedy)
        return (self.source, self.severity, words)


def found(
    slug: str,
    source: Source,
    detail: str = "",
    *,
    value: str = "",
    remedy: str = "",
    path: str = "",
) -> Finding:
    """Return a finding of the rule `slug`; its own sentence serves as the detail."""
    rule = RULES[slug]
    return Finding(rule, source, detail or rule.sentence, value, remedy, path)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by place, each once."""
    return tuple(sorted(set(findings), key=lambda finding: finding.order))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether one of the findings holds something back."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def as_text(finding: Finding) -> str:
    """Return a finding in two lines, safe to print; a hint to be copied has more."""
    value = f" It says {shown(finding.value)}." if finding.value else ""
    hint, *lines = (visible(line) for line in finding.hint.split("\n"))
    hint += "".join(f"\n{line if line[:2] == '  ' else f'  {line}'}" for line in lines)
    return (
        f"{visible(str(finding.source))}: {finding.severity}: "
        f"{visible(finding.detail)}{value} [{finding.rule.slug}]\n"
        f"  hint: {hint}"
    )


def as_record(finding: Finding) -> dict[str, str | int]:
    """Return a finding as a flat record for JSON."""
    source = finding.source
    return {
        "rule": finding.rule.slug,
        "severity": str(finding.severity),
        "file": source.file,
        "sheet": source.sheet,
        "row": source.row,
        "column": source.column,
        "place": str(source),
        "detail": finding.detail,
        "value": finding.value,
        "hint": finding.hint,
        "path": finding.path,
    }


def from_record(record: Mapping[str, str | int]) -> Finding:
    """Return the finding that `as_record` wrote; raise KeyError for an unknown rule."""
    source = Source(
        str(record["file"]),
        str(record["sheet"]),
        int(record["row"]),
        int(record["column"]),
    )
    return Finding(
        RULES[str(record["rule"])],
        source,
        str(record["detail"]),
        str(record["value"]),
        str(record["hint"]),
        str(record["path"]),
    )


def shown(value: str, *, limit: int = 80) -> str:
    """Return a typed value in quotes, on one line, cut to `limit` characters."""
    text = " ".join(visible(value).split())
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"


def visible(text: str) -> str:
    """Return the text with control characters spelt out, so that none is obeyed."""
    return "".join(
        char if unicodedata.category(char) not in {"Cc", "Cf", "Cs"} else
        (" " if char in "\n\r\t" else f"\\u{ord(char):04x}")
        for char in text
    )  # fmt: skip
