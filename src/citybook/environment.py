"""What the machine, not the input, keeps citybook from."""

BROKEN = 3
"""Exit status of a process that its environment keeps from working."""

_OUT_OF_MEMORY = (
    *("memory", "alloc", "thread", "failed to map segment"),
    *("error return without exception set", "lost sys.stderr"),
)
"""Signs of it in what Python, GLib, the C library or its loader last said."""


class EnvironmentTrouble(Exception):
    """The machine, not the input, keeps citybook from working; says what to do."""


def stopped(child: str, status: int, errors: str) -> EnvironmentTrouble:
    """Return why a child process ended early, by its status and its last words."""
    last = errors.strip().rpartition("\n")[2]
    if "cannot load library" in errors:
        name = errors.rpartition("cannot load library '")[2].partition("'")[0]
        remedy = "run `make`, which installs it, or install Pango by hand"
        return EnvironmentTrouble(f"The system library {name} is missing: {remedy}.")
    if status < 0 or any(sign in errors.lower() for sign in _OUT_OF_MEMORY):
        remedy = "close other programs, and run it again"
        return EnvironmentTrouble(
            f"The system ended the {child}, perhaps for lack of memory: {remedy}."
        )
    reason = last.removesuffix(".") or f"it ended with status {status}"
    remedy = "Run it again; if it stops anew, set it up afresh with `make`."
    return EnvironmentTrouble(f"The {child} stopped: {reason}. {remedy}")
