"""Lets `python -m citybook` be the `citybook` command."""

import gc
import sys

gc.disable()  # while modules load, too: see `citybook.cli.main`

from citybook.glance import glance

status = glance(sys.argv[1:])
if status is None:
    # To load the rest takes most of a second.
    from citybook.cli import main

    status = main()
sys.exit(status)
