"""A document that holds every block kind and every inline kind, for the writers."""

from pathlib import Path

from citybook.document import (
    Chapter,
    Contents,
    ContentsLine,
    Document,
    Gap,
    Heading,
    Passage,
    PullQuote,
    Table,
)
from citybook.findings import found
from citybook.prose import (
    BulletList,
    Emphasis,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Part,
    Strong,
    Text,
)
from citybook.source import Source
from citybook.style import Style, read_style

FORM = Source("albany.xlsx", "Form", 14, 2)
STYLE_FILE = Path(__file__).parent.parent / "templates" / "style.yaml"


def sample_style() -> Style:
    """Return the style of the book."""
    style, findings = read_style(STYLE_FILE, "style.yaml")
    assert style is not None, findings
    return style


def sample_document(*, is_draft: bool = False) -> Document:
    """Return a book of four chapters; in a draft, an answer is held back."""
    return Document(
        title="How Cities Answered",
        subtitle="A Report",
        author="Conference of Cities",
        language="en-US",
        keywords=("climate", "cities"),
        is_draft=is_draft,
        chapters=(
            Chapter("cover", "cover", "", _cover()),
            Chapter("contents", "front", "Contents", _contents()),
            Chapter("new-york", "body", "New York", _state(is_draft=is_draft)),
            Chapter("cities", "back", "Cities by State", _back()),
        ),
        issued="2017-10-01",
    )


def words(text: str) -> Inlines:
    """Return a text as inlines."""
    return (Text(text),)


def _cover() -> tuple[Passage | Paragraph, ...]:
    title = Paragraph(words("How Cities Answered"), "title")
    subtitle = Paragraph(words("A Report"), "subtitle")
    return (
        Passage("edition/title", Source("edition.yaml", row=3), (title, subtitle)),
        Paragraph(words("Conference of Cities"), "cover-publisher"),
        Paragraph(words("October 2017"), "cover-date"),
    )


def _contents() -> tuple[Heading | Contents, ...]:
    lines = (
        ContentsLine(1, "New York", "new-york", "3"),
        ContentsLine(2, "Albany", "albany-ny", "3"),
        ContentsLine(1, "Cities by State", "cities", ""),
    )
    heading = Heading(1, words("Contents"), "contents", "heading-1", is_listed=False)
    return (heading, Contents(lines))


def _state(
    *, is_draft: bool
) -> tuple[Heading | Paragraph | BulletList | PullQuote | Passage | Gap, ...]:
    held_back = found("too-long", FORM, "Summary has 312 words; the form allows 250.")
    return (
        Heading(1, words("New York"), "new-york", "heading-1"),
        Paragraph(words("One city answered."), "standfirst"),
        Heading(
            2,
            (Part("albany-ny/city/name", FORM, words("Albany")),),
            "albany-ny",
            "heading-2",
        ),
        Paragraph(
            (
                Text("Mayor: "),
                Part("albany-ny/city/mayor", FORM, words("Jane O’Neil")),
            ),
            "fact",
        ),
        Heading(
            3,
            words("Efforts"),
            "albany-ny/efforts",
            "heading-minor",
            is_listed=False,
        ),
        Paragraph(words("July 18, 2016"), "entry-label"),
        Passage("albany-ny/efforts/1/what", FORM, _effort()),
        _source_line(),
        *((Gap(held_back),) if is_draft else ()),
        Passage("albany-ny/quotes/1/text", FORM, (_quote(),)),
    )


def _effort() -> tuple[Paragraph | BulletList, ...]:
    emphasis: Inlines = (
        Text("An "),
        Emphasis(words("important")),
        Text(" and "),
        Strong((Text("strong, "), Emphasis(words("very strong")))),
        Text(" step; see "),
        Link(words("the list"), "#cities"),
        Text("."),
    )
    steps = (ListItem(words("First")), ListItem(words("Second")))
    return (
        Paragraph(emphasis),
        BulletList((ListItem(words("Buses")), ListItem(words("Chargers"), 1))),
        BulletList(steps, ordered=True),
        BulletList(steps, ordered=True),
    )


def _source_line() -> Paragraph:
    address = "https://www.example.gov/climate?a=1&b=2"
    link = Link(words(address), address)
    mail = Link((Emphasis(words("mail")),), "mailto:clerk@city.example")
    again = Link(words("again"), address)
    parts: Inlines = (Text("Source: "), link, Text(", "), mail, Text(", "), again)
    return Paragraph(parts, "source")


def _quote() -> PullQuote:
    text = Paragraph(words("“Clean air is a right.”"), "pull-quote")
    return PullQuote((text, Paragraph(words("Mayor Jane O’Neil"), "attribution")))


def _back() -> tuple[Heading | Paragraph | Table, ...]:
    rows = ((words("Albany"), words("New York")), (words("Troy"), ()))
    header = (words("City"), words("State"))
    return (
        Heading(1, words("Cities by State"), "cities", "heading-1"),
        Table("The cities of each state", header, rows, (2, 1), "cities/table"),
        Paragraph(words("Made with citybook."), "small"),
        Table("The same again", header, rows, (1, 1), "cities/again"),
    )
