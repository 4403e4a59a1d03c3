"""Counts: the figures of a report, by name, and how they stand in prose."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from citybook.edition import CountOf, Edition
from citybook.findings import Finding
from citybook.form import Form
from citybook.prose import Inlines, Prose, Text, Written, plain, runs, with_runs
from citybook.report import City, Count, Item, Report, StateCities
from citybook.typography import in_prose, join_words

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""`{cities}` prints 49; `{cities:city|cities}` prints 49 cities."""

ALWAYS = ("cities", "states", "states_and_territories")
"""The counts that every edition has."""

OF_PARTNERS = ("combined", "organizations")
"""The counts of an edition that names partners, beside one for each of them."""

LISTED = ("states_and_territories",)
"""The counts that bring their own nouns."""

_SENTENCE_END = re.compile(r"(?<![A-Z]\.[A-Z])[.!?…][”’)]*\s+$")


def names(edition: Edition) -> tuple[str, ...]:
    """Return the names of all counts that text may use."""
    keys = [partner.key for partner in edition.partners]
    tally = (*keys, *OF_PARTNERS) if keys else ()
    return (*ALWAYS, *sorted(edition.counts), *tally)


def names_of_texts(edition: Edition) -> tuple[str, ...]:
    """Return the names that no partner may have."""
    return (*ALWAYS, *edition.counts, *OF_PARTNERS)


def placeholder_name(inside: str) -> str:
    """Return the count's name of what stands between braces."""
    return " ".join(inside.partition(":")[0].split()).lower()


def placeholder_noun(inside: str) -> str:
    """Return the noun, or nothing, of what stands between braces."""
    return inside.partition(":")[2].strip()


def count_all(
    edition: Edition,
    form: Form,
    states: tuple[StateCities, ...],
    *,
    partners: Mapping[str, frozenset[str]],
) -> Mapping[str, tuple[Count, ...]]:
    """Return every count by its name; one of choices is a list of counts.

    `partners` holds the keys of the cities on each partner's list.
    """
    cities = [city for group in states for city in group.cities]
    proper = sum(group.state.is_state for group in states)
    others = [group.state.name for group in states if not group.state.is_state]
    listed = (Count(proper, "state", "states"),) if proper else ()
    counted = {
        name: tuple(_count(count, form, cities))
        for name, count in edition.counts.items()
    }
    return {
        "cities": (Count(len(cities)),),
        "states": (Count(proper),),
        "states_and_territories": (*listed, *(_named(name) for name in others)),
        **counted,
        **_tally({city.key for city in cities}, partners),
    }


def _tally(
    own: set[str], partners: Mapping[str, frozenset[str]]
) -> Mapping[str, tuple[Count, ...]]:
    """Count the cities of each partner, and of all together, each city once."""
    if not partners:
        return {}
    counts = {key: (Count(len(cities)),) for key, cities in partners.items()}
    combined = own.union(*partners.values())
    organizations = 1 + len(partners)
    together = (Count(len(combined)),), (Count(organizations),)
    return {**counts, **dict(zip(OF_PARTNERS, together, strict=True))}


def _named(name: str) -> Count:
    the = "the " if name.startswith(("District", "Northern", "U.S.")) else ""
    return Count(None, many=the + name)


def total(name: str, section: str, report: Report) -> int:
    """Return a figure of the report; of a section, its entries or their cities."""
    if not section:
        return sum(count.number or 0 for count in report.counts.get(name, ()))
    asked = CountOf("cities" if name == "cities" else "entries", section)
    counted = [len(_counted(city, asked)) for city in report.cities]
    return sum(map(bool, counted)) if name == "cities" else sum(counted)


def _count(count: CountOf, form: Form, cities: list[City]) -> Iterator[Count]:
    if count.count == "cities":
        yield Count(sum(bool(_counted(city, count)) for city in cities))
        return
    items = [item for city in cities for item in _counted(city, count)]
    if count.count == "entries":
        yield Count(len(items))
        return
    section = form.section(count.section)
    field = section.field(count.field) if section else None
    tallies = [
        Count(
            sum(_chose(item, count.field, choice.key) for item in items),
            choice.one or choice.label,
            choice.many or choice.label,
        )
        for choice in (field.choices if field else ())
    ]
    yield from sorted((c for c in tallies if c.number), key=lambda c: -(c.number or 0))


def _counted(city: City, count: CountOf) -> list[Item]:
    return [
        item
        for item in city.items.get(count.section, ())
        if any(not answer.is_blank for answer in item.answers.values())
        and (count.where is None or count.where.holds(item.values()))
    ]


def _chose(item: Item, field: str, choice: str) -> bool:
    value = item.values().get(field)
    return choice in value if isinstance(value, tuple) else value == choice


def holes(
    prose: Prose, counts: Mapping[str, tuple[Count, ...]], wrong: Sequence[Finding]
) -> Mapping[int, Finding]:
    """Return which blocks of a text are held back, by their numbers, with the reason.

    That is a block in which an error stands; all, if one error stands in none.
    """
    held: dict[int, Finding] = {}
    placed: set[Finding] = set()
    for number, block in enumerate(prose):
        text, is_broken = _on_one_line(plain((block,))), _is_broken(block, counts)
        here = [each for each in wrong if _stands_in(each, text, is_broken=is_broken)]
        placed.update(here)
        if here or (is_broken and wrong):
            held[number] = (here or wrong)[0]
    if all(each in placed for each in wrong):
        return held
    return dict.fromkeys(range(len(prose)), wrong[0])


def _stands_in(error: Finding, text: str, *, is_broken: bool) -> bool:
    """Tell whether an error about a figure stands in a text of which it is told."""
    value = _on_one_line(error.value)
    if error.rule.slug != "unknown-count":
        return False
    return value in text if PLACEHOLDER.fullmatch(value) else is_broken


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _is_broken(block: Written, counts: Mapping[str, tuple[Count, ...]]) -> bool:
    """Tell whether a block has a placeholder that nothing fills, or a brace alone."""
    texts = [text for run in runs(block) for text in _texts(run)]
    names = [placeholder_name(n) for t in texts for n in PLACEHOLDER.findall(t)]
    return any(name not in counts for name in names) or any(
        sign in PLACEHOLDER.sub("", text) for text in texts for sign in "{}"
    )


def _texts(children: Inlines) -> Iterator[str]:
    for child in children:
        if isinstance(child, Text):
            yield child.text
        else:
            yield from _texts(child.children)


def fill(prose: Prose, counts: Mapping[str, tuple[Count, ...]]) -> Prose:
    """Return the prose with each placeholder replaced by its figure."""
    return tuple(
        with_runs(block, lambda run: _filled(run, counts, before="")) for block in prose
    )


def _filled(
    children: Inlines, counts: Mapping[str, tuple[Count, ...]], *, before: str
) -> Inlines:
    filled: list[Inlines] = []
    for child in children:
        if isinstance(child, Text):
            filled.append(tuple(_pieces(child.text, counts, before=before)))
            before += child.text
        else:
            inner = _filled(child.children, counts, before=before)
            filled.append((replace(child, children=inner),))
            before += "x"
    return tuple(child for run in filled for child in run)


def _pieces(
    text: str, counts: Mapping[str, tuple[Count, ...]], *, before: str
) -> Iterator[Text]:
    end = 0
    for placeholder in PLACEHOLDER.finditer(text):
        if placeholder.start() > end:
            yield Text(text[end : placeholder.start()])
        end = placeholder.end()
        ahead = before + text[: placeholder.start()]
        opens = not ahead.strip() or bool(_SENTENCE_END.search(ahead))
        name = placeholder_name(placeholder[1])
        noun = placeholder_noun(placeholder[1])
        yield Text(
            _printed(counts[name], noun, opens_sentence=opens), computed=placeholder[1]
        )
    if text[end:]:
        yield Text(text[end:])


def _printed(counts: tuple[Count, ...], noun: str, *, opens_sentence: bool) -> str:
    one, many = (word.strip() for word in (noun or "|").split("|"))
    if one:
        counts = tuple(_with_noun(count, one, many) for count in counts)
    phrases = [
        count.in_words(opens_sentence=opens_sentence and not number)
        for number, count in enumerate(counts)
    ]
    return join_words(phrases) or in_prose(0, opens_sentence=opens_sentence)


def _with_noun(count: Count, one: str, many: str) -> Count:
    return count if count.number is None else replace(count, one=one, many=many)
