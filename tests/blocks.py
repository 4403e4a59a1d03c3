"""A document with every kind of block and of run in it."""

from citybook.document import (
    Block,
    Chapter,
    Contents,
    ContentsLine,
    Document,
    Figure,
    Gap,
    Heading,
    Index,
    IndexEntry,
    Mention,
    Note,
    Notes,
    Passage,
    Picture,
    PullQuote,
    Silhouette,
    Table,
)
from citybook.findings import found
from citybook.prose import (
    BulletList,
    Citation,
    Emphasis,
    Link,
    ListItem,
    Paragraph,
    Part,
    Strong,
    Text,
)
from citybook.source import Source

CELL = Source("exampleton.xlsx", "Form", 5, 2)
HOSTILE = "<b>&amp;</b> {{ 7*7 }} \"quoted\" 'single'"
"""Text that is markup or code in some language, and must be printed as it is."""

RUNS = (
    Text("Plain, "),
    Emphasis((Text("stressed, "), Strong((Text("both, "),)))),
    Strong((Text("important, "),)),
    Link((Text("a "), Emphasis((Text("link"),))), 'https://town.example/?a=1&b="2"'),
    Text(", "),
    Part("exampleton-ia/city/mayor", CELL, (Text("a part"),)),
    Text(" and "),
    Text("49 cities", computed="cities"),
    Text(f". {HOSTILE}"),
)

BLOCKS: tuple[Block, ...] = (
    Heading(1, (Text("Level one"),), "one", "heading-1"),
    Contents((ContentsLine(1, "Level one", "one"), ContentsLine(2, HOSTILE, "two"))),
    Heading(2, (Text("Level two"),), "two", "heading-2"),
    Heading(3, (Text("Level three"),), "three", "heading-3", is_listed=False),
    Paragraph(RUNS),
    Paragraph((Text("Set apart."),), "standfirst"),
    BulletList(
        (
            ListItem((Text("outer"),)),
            ListItem((Text("inner"),), 1),
            ListItem((Text("innermost, numbered"),), 2, ordered=True),
            ListItem((Text("inner, numbered"),), 1, ordered=True),
            ListItem((Text("outer again"),)),
        )
    ),
    BulletList((ListItem((Text("first"),)), ListItem(RUNS)), ordered=True),
    Table(
        f"What it shows: {HOSTILE}",
        ((Text("State"),), (Text("Cities"),)),
        (
            ((Text("Iowa"),), (Link((Text("Exampleton"),), "#two"),)),
            ((Text("Guam"),), RUNS),
        ),
        (1, 2),
        "table",
    ),
    Table(
        "Key figures",
        ((Text("Cities"),), (Text("States"),)),
        (((Text("49", computed="cities"),), (Text("2"),)),),
        (1, 1),
        "key-figures",
        "key-figures",
    ),
    Figure(
        "figure/sample",
        (Text(f"A chart: {HOSTILE}"),),
        (Text(f"Source: {HOSTILE}"),),
        f"A bar of {HOSTILE}.",
        "sample",
        378,
        40,
    ),
    Picture(
        "exampleton-ia/pictures/1/file",
        CELL,
        (Part("exampleton-ia/pictures/1/caption", CELL, (Text(HOSTILE),)),),
        (Text(f"A house of {HOSTILE}."),),
        "00000000000000000000000000000000.jpg",
        60,
        40,
    ),
    Silhouette((((0, 0), (40, 0), (40, 30), (0, 0)), ((30, 10), (35, 10), (30, 10)))),
    Contents(
        (ContentsLine(2, HOSTILE, "two", "9"), ContentsLine(2, "B", "one")), "cities"
    ),
    Index(
        (
            IndexEntry(HOSTILE, (Mention("one", "7"), Mention("two", "7"))),
            IndexEntry("Specimen, Sam", (Mention("exampleton-ia/city/mayor", "8"),)),
        ),
    ),
    PullQuote(
        (
            Passage(
                "exampleton-ia/quotations/1/text",
                CELL,
                (Paragraph((Text("“Said.”"),), "pull-quote"),),
            ),
            Paragraph((Text("— Sam Specimen"),), "attribution"),
        )
    ),
    Paragraph(
        (
            Text("It is told."),
            Part(
                "exampleton-ia/efforts/1/source",
                CELL,
                (
                    Citation(
                        (
                            Link((Text("1"),), "#exampleton-ia/efforts/1/source/1"),
                            Text(","),
                            Link((Text("2"),), "#exampleton-ia/efforts/1/source/2"),
                        )
                    ),
                ),
            ),
        )
    ),
    Gap(found("missing-answer", CELL, f"Mayor is missing. {HOSTILE}")),
    Passage(
        f"exampleton-ia/{HOSTILE}",
        CELL,
        (Paragraph((Text("One."),)), BulletList((ListItem((Text("two"),)),))),
    ),
    Notes(
        tuple(
            Note(
                f"exampleton-ia/efforts/1/source/{number}",
                number,
                (Link((Text("town.example"),), f"https://town.example/{number}"),),
                CELL,
                "exampleton-ia/efforts/1/source",
            )
            for number in (1, 2)
        )
    ),
)

DOCUMENT = Document(
    title=f"Every block: {HOSTILE}",
    subtitle=HOSTILE,
    author=HOSTILE,
    language="en-US",
    keywords=("blocks", HOSTILE),
    is_draft=True,
    chapters=(Chapter("blocks", "body", HOSTILE, BLOCKS),),
    issued="2017-05-01",
)
