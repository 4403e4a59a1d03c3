"""The definitions: all that an edition settles, read and checked."""

from dataclasses import dataclass

from citybook.counts import names
from citybook.decisions import Decisions, read_decisions
from citybook.designer import designed
from citybook.edition import EditionFile, read_edition
from citybook.edits import EDITS, Recorded, read_edits
from citybook.figures.specification import Specification, read_specifications
from citybook.findings import Finding
from citybook.flatplan import Flatplan, read_flatplan
from citybook.folders import Folders
from citybook.form import Form, read_form
from citybook.letter import read_letter
from citybook.reference import Reference
from citybook.style import ROLES, Style, read_style

EDITION = "edition.yaml"
DECISIONS = "decisions.yaml"
LETTER = "email.txt"
REFERENCE = "reference.docx"


@dataclass(frozen=True, slots=True)
class Definitions:
    """What an edition defines, all of it checked."""

    form: Form
    flatplan: Flatplan
    style: Style
    edition: EditionFile
    decisions: Decisions
    edits: tuple[Recorded, ...]
    letter: str
    """The template of the e-mails to the cities."""
    figures: tuple[Specification, ...]
    reference: Reference | None


def read_definitions(
    folders: Folders,
) -> tuple[Definitions | None, tuple[Finding, ...]]:
    """Return what an edition defines, and what is wrong with it.

    There is none of it where any of it cannot be used.
    """
    form, form_wrong = read_form(folders.template("form.yaml"), "templates/form.yaml")
    style, style_wrong = read_style(
        folders.template("style.yaml"), "templates/style.yaml"
    )
    edition, edition_wrong = read_edition(folders.submissions / EDITION, EDITION)
    decisions, undecided = read_decisions(folders.submissions / DECISIONS, DECISIONS)
    edits, unedited = read_edits(folders.submissions / EDITS, EDITS)
    letter, letter_wrong = read_letter(folders.template(LETTER), f"templates/{LETTER}")
    findings = (*form_wrong, *style_wrong, *edition_wrong, *undecided, *letter_wrong)
    findings = (*findings, *unedited)
    if form is None:
        return None, findings
    counted = names(edition.edition) if edition else None
    figures, figures_wrong = read_specifications(folders.figures, counted)
    flatplan, flatplan_wrong = read_flatplan(
        folders.template("flatplan.yaml"),
        "templates/flatplan.yaml",
        form,
        ROLES,
        figures={key: f.trouble(form) if f else "" for key, f in figures.items()},
        counts=counted,
    )
    findings = (*findings, *figures_wrong, *flatplan_wrong)
    if style is None or edition is None or flatplan is None or letter is None:
        return None, findings
    if figures_wrong:
        return None, findings
    named = [figures[name] for name in flatplan.named_figures]
    chosen = tuple(figure for figure in named if figure)
    reference, undesigned = designed(
        folders.template(REFERENCE), f"templates/{REFERENCE}", style
    )
    return Definitions(
        form, flatplan, style, edition, decisions, edits, letter, chosen, reference
    ), (*findings, *undesigned)
