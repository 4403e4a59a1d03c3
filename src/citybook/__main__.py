"""Lets `python -m citybook` be the `citybook` command."""

import sys

from citybook.cli import main

sys.exit(main())
