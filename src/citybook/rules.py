"""The rules: every kind of trouble, how grave it is, and its cure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How grave a finding is; only an error holds something back."""

    ERROR = 1
    WARNING = 2
    NOTE = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of trouble: what it is called, how grave it is, and its cure."""

    slug: str
    severity: Severity
    sentence: str
    hint: str
    is_query: bool = True
    """Whether the editors of the Word file are told of it, in a comment."""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_CATALOG = (
    # The file
    Rule("unreadable-file", _E, "The file cannot be read.",
         "Open it in the program that made it, save it again, and send that copy."),
    Rule("unknown-file-kind", _E, "Files of this kind cannot be read.",
         "Send the answers in the form workbook (.xlsx) or as a YAML file."),
    Rule("too-large", _E, "The file or answer is too large to be a city's answer.",
         "Send the answers alone: no pictures, no other sheets, no copied tables."),
    Rule("misplaced-draft", _W, "The file is a draft of this book.",
         "Move it into submissions/returned, and what was changed in it is read.",
         is_query=False),
    Rule("no-answers", _E, "The file holds no answers.",
         "Fill in the form and save it, or remove the file."),
    Rule("no-form-found", _E, "No question of the form was found in the file.",
         "Copy the answers into the blank form that `make form` writes."),
    Rule("other-form", _W, "The file was filled in on another form or version.",
         "Compare its answers with the present form."),
    Rule("ignored-file", _N, "The file is not a submission and was left alone.",
         "Nothing to do, if it came from your computer and not from a city.",
         is_query=False),
    Rule("open-file", _W, "The file is open in a spreadsheet program.",
         "Save and close it, then run make again, or the latest typing is not in the "
         "book.", is_query=False),
    Rule("other-ending", _N, "The name of the file has another ending than its kind.",
         "Nothing to do: it was read as what it is.", is_query=False),
    Rule("copy-beside", _W, "The file is another version of one beside it.",
         "Keep the newer one, and move the other out of submissions.", is_query=False),
    # The table
    Rule("old-encoding", _W, "The text was saved as Windows text, not as UTF-8.",
         "Look whether accents and quotes are right; save it as “CSV UTF-8” if not."),
    Rule("uneven-row", _E, "The row has other fields than the headings.",
         "Put a text that holds a comma or a line break in double quotes, and leave no "
         "field out."),
    Rule("hidden-cells", _N, "Hidden cells were read as the others.",
         "Nothing to do, unless the city hid them because they are not meant."),
    Rule("cut-answer", _W, "The answer may have been cut off.",
         "Compare its end with what the city meant to say."),
    Rule("dropped-cell", _W, "A cell holds a text that does not show.",
         "Move it into an answer if it belongs to one."),
    # YAML
    Rule("bad-yaml", _E, "The text is not well-formed YAML.",
         "Mend the line, or put the whole text after the colon in double quotes."),
    Rule("duplicate-key", _E, "The same key stands twice.",
         "Keep one of the two lines."),
    Rule("yaml-feature", _E, "The text uses a mark that YAML reads as a command.",
         "Put the whole text after the colon in double quotes."),
    Rule("yaml-lost-text", _W, "Text after a space and # is a comment in YAML.",
         "Put the whole text in double quotes if it belongs to the answer."),
    # Returned Word files
    Rule("unread-edits", _E, "The record of edits cannot be read whole.",
         "Mend what is told of it, and run make again."),
    Rule("unknown-draft", _W, "The file does not tell which draft it is.",
         "If it is none, take it away; else send the editor the draft of the output "
         "folder again, for this copy lost what it carried.", is_query=False),
    Rule("partial-draft", _W, "A returned Word file has only a part of its draft.",
         "Nothing to do. To take a city out of the book, take its file out of the "
         "folder submissions.", is_query=False),
    Rule("unbalanced-edits", _W, "The words of the file do not add up.",
         "Nothing of it was taken. Save it once more in Word, or retype its changes in "
         "a fresh draft.", is_query=False),
    Rule("edited-heading", _W, "A heading cannot be changed in the Word file.",
         "Change a city's name in its answers, the title and the chapters' texts in "
         "edition.yaml, and other headings in templates/flatplan.yaml."),
    Rule("edit-outside-passage", _W, "Words were changed that no answer prints.",
         "If they are needed, type them into an answer or into edition.yaml; labels "
         "stand in templates/flatplan.yaml.",
         is_query=False),
    Rule("unclear-edit", _W, "It is not clear which answer some new words belong to.",
         "Type them into the answer they belong to, and set the edits that wait for it "
         "to “applied” or “rejected”.", is_query=False),
    Rule("unknown-structure", _W, "Something was added that cannot be taken back.",
         "Type its words into an answer, if they are needed.", is_query=False),
    Rule("changed-picture", _W,
         "A picture was added in the Word file, taken out, or replaced.",
         "The book has the pictures that answers and edition.yaml name: name it there, "
         "or take its name out.", is_query=False),
    Rule("edited-figure", _W, "A figure that the program counts was changed.",
         "It stays: correct the answers that are counted, or the text round it."),
    Rule("moved-passage", _N, "A passage was moved to another place.",
         "It stays where the flatplan has it: change its order there, or the answer's.",
         is_query=False),
    Rule("open-query", _W, "A comment in a returned Word file is not resolved.",
         "Answer it, then resolve it in Word, or waive it in decisions.yaml.",
         is_query=False),
    Rule("unanswered-queries", _E, "The book is not published while queries are open.",
         "Resolve them in Word, or waive them in decisions.yaml; to publish despite "
         "them, run `make final DESPITE=queries`."),
    # Edits
    Rule("waiting-edit", _W, "An edit waits for a person to look at it.",
         "Set its state in edits.yaml to “applied”, or to “rejected”, or settle it in "
         "decisions.yaml."),
    Rule("stale-edit", _W, "An edit belongs to an answer that is no longer there.",
         "Move its words into an answer, then set its state to “rejected”.",
         is_query=False),
    Rule("conflicting-edits", _W, "Two changes of the same words cannot both be made.",
         "Mend the text of the edit in edits.yaml so that it says what is meant, or "
         "settle it in a redline."),
    Rule("unfit-edit", _W, "An edited answer does not fit its question.",
         "Mend the text of the edit in edits.yaml, or set its state to “rejected”."),
    Rule("edited-answer", _N, "An editor changed the answer in the Word file.",
         "Nothing to do.", is_query=False),
    # The questions
    Rule("unknown-question", _W, "The form has no such question.",
         "Move the text to the question it answers, or delete it."),
    Rule("near-question", _N, "A question was recognized, though worded otherwise.",
         "Nothing to do, unless it asks something else.", is_query=False),
    Rule("unclear-question", _E, "A heading may mean two questions of the form.",
         "Change it to the question that is meant."),
    Rule("ambiguous-question", _E, "Two places answer the same question.",
         "Keep one of the two answers."),
    Rule("stray-text", _W, "Text stands outside the form's answer cells.",
         "Move it into an answer, or delete it."),
    Rule("survey-columns", _N, "The file is an export of a survey tool.",
         "Nothing to do: what the tool fills in itself is no answer of a city.",
         is_query=False),
    Rule("survey-respondent", _N, "The survey tool tells who answered, or a remark.",
         "Keep it, if you want to write to the city; it is not printed.",
         is_query=False),
    Rule("survey-preview", _N, "A response was typed to try out the survey.",
         "Nothing to do, unless a city answered this way.", is_query=False),
    Rule("partial-response", _W, "The response was begun, and not sent in.",
         "It was read; ask the city whether it is finished."),
    Rule("moved-answer", _W, "An answer was read though it stands beside its place.",
         "Move it into the cell beside its question."),
    Rule("too-many-entries", _W, "There are more entries than the form has room for.",
         "All are printed; keep the most important ones if that is too many."),
    # The answers
    Rule("missing-answer", _E, "A required answer is missing.",
         "Ask the city for it and type it in."),
    Rule("too-long", _E, "The answer has more words than the form allows.",
         "Shorten it."),
    Rule("not-a-choice", _E, "The answer is not one of the form's choices.",
         "Choose one of the list."),
    Rule("not-a-number", _E, "The answer is not a number.",
         "Type the number in digits."),
    Rule("not-a-date", _E, "The answer is not a date.",
         "Type it as 7/18/2016 or July 18, 2016; leave out what is not known."),
    Rule("not-an-email", _E, "The answer is not an e-mail address.",
         "Type one address, such as clerk@city.example."),
    Rule("not-a-phone", _E, "The answer is not a telephone number.",
         "Type ten digits, such as 617-555-0142."),
    Rule("not-a-web-address", _E, "The answer is not a web address.",
         "Type the address that the browser shows, beginning with https://."),
    Rule("not-yes-or-no", _E, "The answer is neither yes nor no.",
         "Type yes or no."),
    Rule("unknown-state", _E, "The state is not one of the states or territories.",
         "Type its name or its two letters, such as Texas or TX."),
    Rule("error-value", _E, "The cell shows an error of the spreadsheet program.",
         "Type the value itself into the cell."),
    Rule("struck-out", _E, "Words of the answer are struck out.",
         "Delete them if they are gone; else take away the line that strikes them."),
    Rule("formula-not-calculated", _E, "The cell holds a formula without a result.",
         "Open the file in Excel, let it calculate, and save it."),
    Rule("no-glyph", _E, "The book's typefaces cannot print a character.",
         "Write it in another way, or ask the press for a typeface that has it."),
    Rule("odd-table", _W, "A table in the text cannot be set as one.",
         "Give every row the same number of cells, six at most."),
    Rule("date-order", _N, "The date could be read in two ways.",
         "If the other way is meant, type it as 2016-04-03."),
    Rule("wrong-weekday", _W, "The weekday does not fit the date.",
         "Look which of the two is right; the date is printed without its weekday."),
    Rule("odd-number", _E, "The number can be read in two ways.",
         "Type it with a comma at each thousand, such as 65,000."),
    Rule("words-left-out", _W, "Words beside the value are not printed.",
         "Look whether the value alone is right; say the rest in another answer."),
    Rule("taken-as", _N, "The answer was taken for the value that it means.",
         "Nothing to do, unless another value is meant."),
    Rule("text-mended", _N, "Letters of a wrong alphabet were put right.",
         "Look whether names and accents are right."),
    Rule("text-tidied", _N, "The text was tidied.",
         "Nothing to do, unless the change is wrong.", is_query=False),
    Rule("text-typeset", _N, "Quotes, dashes, lists or tables were set as in a book.",
         "Nothing to do, unless the change is wrong.", is_query=False),
    Rule("taken-as-blank", _N, "The answer says that there is none.",
         "Nothing to do, unless these words are to be printed."),
    Rule("unknown-picture", _E, "No picture has that name, or more than one has it.",
         "Put the file into submissions; then type its name into the answer."),
    Rule("unusable-picture", _E, "The picture cannot be printed.",
         "Open it in a picture program, save it as JPEG or PNG, and send that copy."),
    Rule("coarse-picture", _W, "The picture has few pixels and is printed small.",
         "Send it as large as the camera made it."),
    Rule("unused-picture", _W, "No answer names the picture.",
         "Type its name into the answer that it belongs to, or move it out of "
         "submissions; if it shows answers, copy them into the blank form.",
         is_query=False),
    Rule("note-for-editors", _N, "The city left a note for the editors.",
         "Read it; it is not printed."),
    Rule("odd-date", _W, "The date is after the edition's own, or long before it.",
         "Look whether the year is right."),
    Rule("edited-output", _W, "A file in output was changed after it was built.",
         "To have the changes of a Word file, move the copy that was kept into "
         "submissions/returned and run make again; those of other files are typed into "
         "submissions by hand.",
         is_query=False),
    # The city and the edition
    Rule("uncounted-pages", _W, "The pages of the Word file could not be counted.",
         "Open it in Word, select all with Ctrl+A and press F9, which counts them; or "
         "delete it and run make again. LibreOffice, which counts them here, came to "
         "no end.",
         is_query=False),
    Rule("typesetter-warning", _W, "The typesetter complains of the book.",
         "Look at the PDF; tell the makers of citybook what it says here.",
         is_query=False),
    Rule("unmapped-city", _N, "The map has no place for the city.",
         "Look whether name and state are right; a small place may be unknown.",
         is_query=False),
    Rule("empty-figure", _N, "A figure has nothing to show and is left out.",
         "Nothing to do; or take it out of the flatplan.", is_query=False),
    Rule("figure-not-drawn", _E, "A figure cannot be drawn.",
         "Mend its file in templates/figures, or take it out of the flatplan."),
    Rule("place-corrected", _N, "The city's name is printed otherwise than typed.",
         "Nothing to do, unless the change is wrong."),
    Rule("city-misspelled", _W, "The city's name is misspelled.",
         "Look whether that is the city; if not, tell the makers of citybook."),
    Rule("unknown-city", _W, "The gazetteer knows no such city in the state.",
         "Look whether name and state are right; if they are, nothing to do."),
    Rule("two-states", _W, "Two states are given for the city.",
         "Mend the wrong one of the two answers."),
    Rule("below-membership-line", _W, "The city is smaller than the edition's line.",
         "Look whether the figure is right and the city a member; it is printed."),
    Rule("duplicate-city", _W, "One file names the same city twice.",
         "Nothing to do if both are meant; else remove the wrong one from the file."),
    Rule("crowded-city", _E, "More submissions of one city came than are joined.",
         "Put the city's answers together on one form, and take the others away."),
    Rule("conflicting-answers", _E, "A city gave two answers to one question.",
         "Record in decisions.yaml which of the two is printed."),
    Rule("answers-joined", _N, "The answers of one city came in two places.",
         "Nothing to do, if both are meant.", is_query=False),
    Rule("superseded", _N, "Another file of the same city is printed in its place.",
         "Nothing to do, unless this one is meant; then say so in decisions.yaml.",
         is_query=False),
    Rule("withdrawn-answer", _W, "A later file of the sender leaves an answer out.",
         "Ask the city whether it is meant; if both files count, decisions.yaml can "
         "keep all of them."),
    Rule("settled", _N, "A decision settles what is printed.",
         "Nothing to do; the decision stands in decisions.yaml.", is_query=False),
    Rule("idle-decision", _W, "A decision or a waiver has no effect.",
         "Remove it from decisions.yaml, or mend what it names.", is_query=False),
    Rule("waived", _N, "A person found the message to be in order.",
         "Nothing to do; the waiver stands in decisions.yaml.", is_query=False),
    Rule("nothing-printed", _W, "Nothing came but the city's name.",
         "Ask the city for its answers, or remove the file."),
    Rule("partner-city", _W, "A row of a list of cities names no city.",
         "Give the city and its state, such as Texas or TX, in the row.",
         is_query=False),
    Rule("list-with-answers", _W, "A file of answers is named as a list of cities.",
         "Take it out of expected, if they are to be printed; name the cities there.",
         is_query=False),
    Rule("partner-overlap", _N, "A city that is named twice is counted once.",
         "Nothing to do.", is_query=False),
    Rule("bad-definition", _E, "A definition file says something that it cannot.",
         "Mend the line; the README lists what may stand there."),
    Rule("unusable-reference", _W, "The Word file of styles cannot be used.",
         "Open it in Word and save it again as “Word Document (.docx)”; until then the "
         "book has the styles of style.yaml.", is_query=False),
    Rule("reference-lacks", _W, "The Word file of styles lacks something.",
         "Make it in Word and save the file again; the book uses its own in its place.",
         is_query=False),
    Rule("edition-date", _W, "The date of the edition cannot be read as a date.",
         "Type it as November 2026 or Nov. 30, 2026."),
    Rule("unknown-count", _E, "The text asks for a figure that nobody computes.",
         "Use one of the names listed, or define it under counts."),
)  # fmt: skip

RULES: Mapping[str, Rule] = {rule.slug: rule for rule in _CATALOG}
