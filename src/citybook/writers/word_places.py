"""Where links of a Word file lead, what its headings say, and whence its passages."""

from citybook.document import (
    Document,
    Figure,
    Heading,
    Index,
    Passage,
    Table,
    headings,
    walk,
)
from citybook.prose import plain_inlines
from citybook.word_xml import heading_bookmark, passage_bookmark


def places_of(document: Document) -> dict[str, str]:
    """Return the bookmark of everything that a link may lead to."""
    blocks = [b for chapter in document.chapters for b in walk(chapter.blocks)]
    named = {
        block.key: heading_bookmark(block.key)
        for block in blocks
        if isinstance(block, Heading | Table | Figure)
    }
    mentioned = {
        mention.key: passage_bookmark(mention.key, 0)
        for block in blocks
        if isinstance(block, Index)
        for entry in block.entries
        for mention in entry.mentions
    }
    return {**mentioned, **named}


def origins_of(document: Document) -> dict[str, str]:
    """Return the files that each city's passages came in, by the key of the city."""
    found: dict[str, set[str]] = {}
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Passage):
                city = block.key.partition("/")[0]
                found.setdefault(city, set()).add(block.source.file)
    return {city: ", ".join(sorted(files)) for city, files in found.items()}


def titles_of(document: Document) -> dict[str, str]:
    """Return the words of each heading that has a bookmark of its own."""
    found: dict[str, str] = {}
    for heading in headings(document):
        found.setdefault(heading.key, plain_inlines(heading.children))
    return found
