"""Edits Word files in LibreOffice as an editor would: run by the system's Python.

Its one argument is a file of JSON, which editors.py writes. Nothing but the standard
library and LibreOffice's own `uno` is at hand here, and no type checker knows `uno`.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

BOLD = 150.0
PARAGRAPH_BREAK = 0
"""com.sun.star.text.ControlCharacter"""
PATIENCE_S = 60


def main(path):
    """Do what a job says, in a LibreOffice of its own."""
    job = json.loads(Path(path).read_text(encoding="utf-8"))
    pipe = f"citybook{secrets.token_hex(8)}"
    command = [
        job["soffice"],
        f"-env:UserInstallation={uno.systemPathToFileUrl(job['profile'])}",
        *job["settings"],
        *("--headless", "--norestore", "--nologo", "--nodefault"),
        f"--accept=pipe,name={pipe};urp",
    ]
    process = subprocess.Popen(command)
    try:
        edit(job, connected(pipe, process))
        process.wait(PATIENCE_S)
    except Exception:
        traceback.print_exc()
    finally:
        if process.poll() is None:
            os.killpg(0, signal.SIGKILL)  # editors.py gave us a group of our own
    return process.returncode


def edit(job, context):
    """Edit the files one by one, and let LibreOffice end."""
    desktop = made(context, "com.sun.star.frame.Desktop")
    dispatcher = made(context, "com.sun.star.frame.DispatchHelper")
    for file in job["files"]:
        edit_one(file, job["author"], desktop, dispatcher)
    with contextlib.suppress(DisposedException):
        desktop.terminate()


def edit_one(file, author, desktop, dispatcher):
    """Open a file, take the steps, and save it."""
    source = uno.systemPathToFileUrl(file["source"])
    document = desktop.loadComponentFromURL(source, "_blank", 0, values(Hidden=True))
    editor = Editor(document, dispatcher, author)
    editor.look_through()
    document.RecordChanges = file["tracked"]
    for act, arguments in file["steps"]:
        print(act, arguments, file=sys.stderr)
        getattr(editor, act)(**arguments)
    target = uno.systemPathToFileUrl(file["target"])
    document.storeToURL(target, values(FilterName="MS Word 2007 XML"))
    document.close(True)


def made(context, service):
    return context.ServiceManager.createInstanceWithContext(service, context)


def connected(pipe, process):
    """Return the context of a LibreOffice once it answers."""
    resolver = made(uno.getComponentContext(), "com.sun.star.bridge.UnoUrlResolver")
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            return resolver.resolve(address)
        except NoConnectException:
            time.sleep(0.1)
    raise TimeoutError("LibreOffice does not answer.")


def values(**named):
    """Return LibreOffice's way to name arguments."""
    return tuple(PropertyValue(Name=name, Value=named[name]) for name in named)


class Editor:
    """What an editor does; a place is named by a text that stands there once."""

    def __init__(self, document, dispatcher, author):
        self.document = document
        self.dispatcher = dispatcher
        self.author = author
        self.controller = document.CurrentController

    def look_through(self):
        """Have the pages laid out and their numbers set, as on a screen."""
        self.controller.ViewCursor.jumpToLastPage()
        self.document.TextFields.refresh()

    # Words

    def replace(self, at, words, new):
        """Type other words over some."""
        self.found(words, inside=self.paragraph(at)).setString(new)

    def rewrite(self, at, new):
        """Type a paragraph anew: a heading, a cell of a table."""
        self.paragraph(at).setString(new)

    def append(self, at, new):
        """Type at the end of a paragraph."""
        paragraph = self.paragraph(at)
        paragraph.Text.insertString(paragraph.End, new, False)

    def prepend(self, at, new):
        """Type at the start of a paragraph."""
        paragraph = self.paragraph(at)
        paragraph.Text.insertString(paragraph.Start, new, False)

    def delete(self, at, words):
        """Delete words of a paragraph."""
        self.found(words, inside=self.paragraph(at)).setString("")

    def embolden(self, at, words):
        """Make words bold."""
        self.found(words, inside=self.paragraph(at)).CharWeight = BOLD

    def slant(self, at, words):
        """Set words in italics."""
        self.found(words, inside=self.paragraph(at)).CharPosture = ITALIC

    def link(self, at, words, address):
        """Make words a link."""
        self.found(words, inside=self.paragraph(at)).HyperLinkURL = address

    # Paragraphs

    def delete_paragraph(self, at):
        """Delete a paragraph with its end."""
        paragraph = self.paragraph(at)
        paragraph.goRight(1, True)
        paragraph.setString("")

    def split(self, at, words):
        """Press Enter before words."""
        start = self.found(words, inside=self.paragraph(at)).Start
        start.Text.insertControlCharacter(start, PARAGRAPH_BREAK, False)

    def join(self, at):
        """Press Delete at the end of a paragraph."""
        end = self.paragraph(at)
        end.collapseToEnd()
        end.goRight(1, True)
        end.setString("")

    def add_after(self, at, new):
        """Press Enter at the end of a paragraph, or of an item of a list, and type."""
        end = self.paragraph(at)
        end.collapseToEnd()
        end.Text.insertControlCharacter(end, PARAGRAPH_BREAK, False)
        end.Text.insertString(end, new, False)

    def move(self, at, after):
        """Cut a paragraph, and paste it behind another."""
        paragraph = self.paragraph(at)
        paragraph.goRight(1, True)
        self.controller.select(paragraph)
        self.command("Cut")
        target = self.paragraph(after)
        target.collapseToEnd()
        target.goRight(1, False)
        self.controller.select(target)
        self.command("Paste")

    def take_out_of_list(self, at):
        """Make an item of a list a paragraph."""
        self.controller.select(self.paragraph(at))
        self.command("RemoveBullets")

    # Tables

    def add_row(self, at, new):
        """Add a row behind that of a text; a semicolon stands between two cells."""
        table, row = self.row(at)
        table.Rows.insertByIndex(row + 1, 1)
        for column, text in enumerate(new.split("; ")):
            table.getCellByPosition(column, row + 1).setString(text)

    def delete_row(self, at):
        """Delete the row of a text."""
        table, row = self.row(at)
        table.Rows.removeByIndex(row, 1)

    def delete_column(self, at):
        """Delete the column of a text."""
        place = self.found(at)
        column = ord(place.Cell.CellName[0]) - ord("A")
        place.TextTable.Columns.removeByIndex(column, 1)

    def row(self, at):
        """Return the table of a text, and the number of its row."""
        place = self.found(at)
        return place.TextTable, int(place.Cell.CellName[1:]) - 1

    # Pictures

    def describe(self, words, new):
        """Change the alternative text of a picture."""
        self.picture(words).Description = new

    def swap(self, words, file):
        """Set another picture in the place of one."""
        self.picture(words).GraphicURL = uno.systemPathToFileUrl(file)

    def picture(self, words):
        """Return the picture of which some words tell."""
        shapes = [
            self.document.DrawPage.getByIndex(n)
            for n in range(self.document.DrawPage.Count)
        ]
        (shape,) = [shape for shape in shapes if words in shape.Description]
        return shape

    # Comments

    def comment(self, at, words, new):
        """Comment on words."""
        self.controller.select(self.found(words, inside=self.paragraph(at)))
        self.command("InsertAnnotation", Text=new, Author=self.author)

    def reply(self, to, new):
        """Reply to the comment of that text."""
        # LibreOffice 7.4 sets a reply behind its comment, and saves no more of it.
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content = new
        note.Author = self.author
        end = self.note(to).Anchor.End
        end.Text.insertTextContent(end, note, False)

    def resolve(self, to):
        """Mark the comment of that text as resolved."""
        self.note(to).Resolved = True

    def note(self, text):
        """Return the comment of a text."""
        (note,) = [note for note in self.notes() if note.Content == text]
        return note

    def notes(self):
        """Return all comments."""
        fields = self.document.TextFields.createEnumeration()
        found = []
        while fields.hasMoreElements():
            field = fields.nextElement()
            if field.supportsService("com.sun.star.text.textfield.Annotation"):
                found.append(field)
        return found

    # The whole text

    def accept_all(self):
        """Accept all tracked changes."""
        self.command("AcceptAllTrackedChanges")

    def reject_all(self):
        """Reject all tracked changes."""
        self.command("RejectAllTrackedChanges")

    def reject_change(self, words):
        """Reject the last tracked change of some words."""
        self.controller.select(self.found(words))
        self.command("RejectTrackedChange")

    # How places are found, and commands given

    def command(self, name, **arguments):
        frame = self.controller.Frame
        self.dispatcher.executeDispatch(
            frame, f".uno:{name}", "", 0, values(**arguments)
        )

    def paragraph(self, at):
        """Return a cursor that holds the paragraph with a text."""
        found = self.found(at)
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def found(self, text, inside=None):
        """Return the one place of a text in the document or in a paragraph."""
        search = self.document.createSearchDescriptor()
        search.SearchString = text
        search.SearchCaseSensitive = True
        ranges = self.document.findAll(search)
        places = [ranges.getByIndex(n) for n in range(ranges.Count)]
        places = [place for place in places if is_written(place)]
        if inside is not None:
            places = [place for place in places if holds(inside, place)]
        if len(places) != 1:
            raise ValueError(f"“{text}” stands {len(places)} times there.")
        return places[0]


def is_written(place):
    """Tell whether a place is no copy: in the contents, or in a running head."""
    is_head = place.Text.ImplementationName == "SwXHeadFootText"
    return place.DocumentIndex is None and not is_head


def holds(outer, inner):
    """Tell whether a range lies in another."""
    text = outer.Text
    if inner.Text != text:
        return False
    return (
        text.compareRegionStarts(outer, inner) >= 0
        and text.compareRegionEnds(inner, outer) >= 0
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
