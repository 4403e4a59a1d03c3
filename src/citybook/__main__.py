"""Lets `python -m citybook` be the `citybook` command."""

import gc
import sys

gc.disable()  # while modules load, too: see `citybook.cli.main`

from citybook.cli import main

sys.exit(main())
