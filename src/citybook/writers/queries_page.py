"""The page of queries: what editors ask in the comments of returned Word files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from citybook.asked import STANDINGS, Asked, Standings
from citybook.findings import visible

WORDS = {"open": "Open", "waived": "Waived", "resolved": "Resolved"}


def write_queries_page(
    asked: Standings,
    path: Path,
    *,
    title: str,
    templates: Iterable[Path],
) -> None:
    """Write the page; open queries come first, then by the order of the files."""
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in templates]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    told = sorted(asked, key=lambda each: STANDINGS.index(each[1]))
    page = environment.get_template("queries.html").render(
        title=title, asked=told, words=WORDS, lead=_lead(told), visible=_lines
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _lead(told: Sequence[tuple[Asked, str]]) -> str:
    """Return in a few words what is to be done."""
    number = sum(standing == "open" for _, standing in told)
    if not told:
        return "Nobody has asked anything in a Word file that came back."
    if not number:
        return "All are answered."
    ask = "One query is" if number == 1 else f"{number} queries are"
    return (
        f"{ask} open. Each stands as a comment in the Word file, until it is resolved "
        "there, in a copy that comes back, or waived in decisions.yaml."
    )


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))
