"""Lets `python -m citybook` be the `citybook` command."""

import gc
import sys

gc.disable()  # while modules load, too: see `citybook.cli.main`

try:
    from citybook.environment import BROKEN
    from citybook.glance import glance

    status = glance(sys.argv[1:])
    if status is None:
        # To load the rest takes most of a second.
        from citybook.cli import main
# A loader that runs out of memory raises almost anything: SystemError, OSError.
except Exception as error:
    reason = " ".join(str(error).split()) or "memory is short"
    remedy = "close other programs and run it again, or set it up anew with make"
    sentence = f"A part of it cannot be loaded ({reason}): {remedy}."
    print(f"citybook: {sentence}", file=sys.stderr)
    status = BROKEN
else:
    status = main() if status is None else status
sys.exit(status)
