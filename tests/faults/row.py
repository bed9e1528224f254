"""One row of the tables of faults and bad input, and the files of tests that many rows name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What goes wrong, what is done about it, and what tries that."""

    fault: str
    answer: str
    tests: tuple[str, ...] = ()
    """Files below `tests/`, each with the name of one test, as pytest writes them: `keep/test_x.py::test_y`."""

    command: str = ""
    """What tries it that takes too long for a test."""

    why_not: str = ""
    """Why no test tries it, or what no test can show."""

    @property
    def tried(self) -> bool:
        return bool(self.tests or self.command)


MICROPHONE = "adapters/test_device_microphone.py"
WIRE = "adapters/test_wire.py"
TAPE = "adapters/test_tape.py"
POINTS = "faults/test_crash_points.py"
SCENES = "faults/test_endpoint_scenarios.py"
CHAT = "adapters/test_openai_chat.py"
STORY = "story/test_interview.py"
ODD = "faults/test_odd_systems.py"
BAD = "keep/test_bad_sessions.py"

GRADES = f"{SCENES}::test_no_session_is_lost_and_no_grade_is_stored_that_was_not_earned"
CUT = f"{POINTS}::test_a_power_cut_after_any_call_loses_nothing_acknowledged"
FAILS = f"{POINTS}::test_a_disk_that_fails_at_any_call_is_told_in_our_words_and_loses_nothing"
