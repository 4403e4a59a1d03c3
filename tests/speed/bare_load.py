"""Loads workbooks with openpyxl and does nothing with them: `bare_load.py FOLDER`."""

import io
import sys
import warnings
from pathlib import Path

from openpyxl import load_workbook


def main(arguments: list[str]) -> int:
    """Load every workbook of a folder as the reader does; return the exit status."""
    warnings.simplefilter("ignore")
    for path in sorted(Path(arguments[0]).glob("*.xlsx")):
        load_workbook(io.BytesIO(path.read_bytes()), rich_text=True, keep_links=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
