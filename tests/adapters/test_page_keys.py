"""Buttons of a page, and answers that are typed into it."""

from __future__ import annotations

import threading

import pytest

from interviewer.adapters.page_keys import MOST_WAITING, PageKeys


def test_presses_are_taken_in_their_order() -> None:
    keys = PageKeys()
    for key in ("more", "finish", "quit"):
        keys.press(key)  # type: ignore[arg-type]
    assert [keys.pressed() for _ in range(4)] == ["more", "finish", "quit", None]


def test_whoever_leans_on_a_key_fills_nothing() -> None:
    keys = PageKeys()
    for _ in range(1000):
        keys.press("more")
    assert sum(keys.pressed() is not None for _ in range(1000)) == MOST_WAITING


def waited_for(keys: PageKeys) -> tuple[threading.Thread, list[object]]:
    got: list[object] = []

    def wait() -> None:
        try:
            got.append(keys.line("> "))
        except (EOFError, KeyboardInterrupt) as ended:
            got.append(type(ended))

    thread = threading.Thread(target=wait)
    thread.start()
    while not keys._awaited:
        thread.join(0.01)
    return thread, got


def test_a_typed_answer_is_one_line_whatever_it_was_typed_as() -> None:
    keys = PageKeys()
    keys.type("too early")
    thread, got = waited_for(keys)
    keys.press("more")
    keys.type("I sat down\n\n with both teams.")
    thread.join(10)
    assert got == ["I sat down with both teams."]


def test_skipping_leaving_and_closing_end_the_wait_for_a_typed_answer() -> None:
    for act, end in (("skip", ""), ("quit", EOFError), ("close", KeyboardInterrupt)):
        keys = PageKeys()
        thread, got = waited_for(keys)
        keys.interrupt() if act == "close" else keys.press(act)  # type: ignore[arg-type]
        thread.join(10)
        assert got == [end]
    with pytest.raises(KeyboardInterrupt):
        keys.pressed()


def test_an_answer_that_is_quicker_than_the_wait_for_it_counts_and_an_older_one_does_not() -> None:
    keys = PageKeys()
    keys.type("Handed in twice.")
    keys.expect()
    keys.type("At once.")
    assert keys.line("> ") == "At once."
    keys.type("Handed in twice.")
    keys.expect()
    keys.press("skip")
    assert keys.line("> ") == ""
