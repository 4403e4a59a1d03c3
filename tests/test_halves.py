"""Work in halves gives what work in one gives, whatever becomes of the child."""

import subprocess
import sys

SCRIPT = """
import os
from citybook.halves import in_halves
parent = os.getpid()

def work(item):
    if {deadly} and os.getpid() != parent:
        os._exit(9)
    return item * item, os.getpid() == parent

results = in_halves(work, range(21))
assert [square for square, _ in results] == [n * n for n in range(21)]
print(sum(is_own for _, is_own in results))
"""


def own_share(*, deadly: bool) -> int:
    """Return how many of 21 items the parent did itself."""
    command = [sys.executable, "-c", SCRIPT.format(deadly=deadly)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return int(done.stdout)


def test_a_child_does_every_other_item_where_forking_is_safe() -> None:
    assert own_share(deadly=False) == (11 if sys.platform == "linux" else 21)


def test_what_a_dying_child_leaves_undone_is_done_here() -> None:
    assert own_share(deadly=True) == 21
