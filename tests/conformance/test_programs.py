"""Tests of what happens when an outside program is missing or breaks down."""

import pytest

from .programs import MissingProgramError, NoVerdictError, program, run


def test_a_missing_program_is_named_with_the_remedy() -> None:
    with pytest.raises(MissingProgramError) as caught:
        program("no-such-program")
    sentence = "no-such-program is missing: run make test, which installs it"
    assert str(caught.value) == sentence


def test_a_program_that_breaks_down_gives_no_verdict() -> None:
    with pytest.raises(NoVerdictError, match="sh ended with 3: out of ink"):
        run([program("sh"), "-c", "echo out of ink >&2; exit 3"])


def test_an_accepted_exit_code_is_an_answer() -> None:
    printed = run(
        [program("sh"), "-c", "echo faults; exit 1"], accepted=frozenset({0, 1})
    )
    assert printed == "faults\n"
