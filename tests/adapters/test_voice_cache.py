"""The cache never changes what is heard, never outlives a change of voice, and never stands in a voice's way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.adapters import voice_cache
from interviewer.adapters.voice_cache import CachedVoice
from interviewer.errors import VoiceError
from tests.fakes_speech import FakeVoice

TEXT = "Why this company?"


def test_the_same_sentence_is_rendered_once(tmp_path: Path) -> None:
    inner = FakeVoice()
    first = CachedVoice(inner, tmp_path / "cache").render(TEXT, tmp_path / "one.wav")
    second = CachedVoice(inner, tmp_path / "cache").render("  Why this\ncompany? ", tmp_path / "two.wav")
    assert inner.rendered == [TEXT]
    assert first == pytest.approx(second)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


@pytest.mark.parametrize("other", [FakeVoice(name="another"), FakeVoice(recipe="rate 200")])
def test_another_voice_or_rate_is_rendered_anew(other: FakeVoice, tmp_path: Path) -> None:
    CachedVoice(FakeVoice(), tmp_path / "cache").render(TEXT, tmp_path / "one.wav")
    CachedVoice(other, tmp_path / "cache").render(TEXT, tmp_path / "two.wav")
    assert other.rendered == [TEXT]


def test_a_session_file_that_is_changed_later_does_not_change_the_cache(tmp_path: Path) -> None:
    voice = CachedVoice(FakeVoice(), tmp_path / "cache")
    voice.render(TEXT, tmp_path / "one.wav")
    whole = (tmp_path / "one.wav").read_bytes()
    with (tmp_path / "one.wav").open("r+b") as file:
        file.truncate(10)
    voice.render(TEXT, tmp_path / "two.wav")
    assert (tmp_path / "two.wav").read_bytes() == whole


@pytest.mark.parametrize("left", [b"", b"RIFF", None])
def test_a_damaged_entry_is_rendered_again(left: bytes | None, tmp_path: Path) -> None:
    inner = FakeVoice()
    voice = CachedVoice(inner, tmp_path / "cache")
    voice.render(TEXT, tmp_path / "one.wav")
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(entry.read_bytes()[:2000] if left is None else left)
    voice.render(TEXT, tmp_path / "two.wav")
    assert len(inner.rendered) == 2
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_a_sentence_that_was_prepared_is_there_when_it_is_wanted(tmp_path: Path) -> None:
    inner = FakeVoice()
    voice = CachedVoice(inner, tmp_path / "cache")
    voice.prepare(TEXT)
    voice.render(TEXT, tmp_path / "one.wav")
    voice.close()
    assert inner.rendered == [TEXT]


def test_a_fault_while_preparing_is_told_when_the_sentence_is_wanted(tmp_path: Path) -> None:
    voice = CachedVoice(FakeVoice(fault=VoiceError("The voice is hoarse.")), tmp_path / "cache")
    voice.prepare(TEXT)
    with pytest.raises(VoiceError, match="hoarse"):
        voice.render(TEXT, tmp_path / "one.wav")
    voice.close()


def test_a_cache_that_cannot_be_written_costs_the_cache_and_not_the_voice(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be", encoding="utf-8")
    voice = CachedVoice(FakeVoice(), tmp_path / "cache")
    voice.prepare(TEXT)
    assert voice.render(TEXT, tmp_path / "one.wav") > 0
    voice.close()


def test_what_has_not_been_asked_for_longest_is_forgotten_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_cache, "MOST_FILES", 2)
    inner = FakeVoice()
    voice = CachedVoice(inner, tmp_path / "cache")
    for age, text in enumerate(("one", "two", "three")):
        voice.render(text, tmp_path / "question.wav")
        for file in (tmp_path / "cache").glob("*.wav"):
            newest = file.stat().st_mtime
            os.utime(file, (newest - 100 + age, newest - 100 + age))
    assert len(list((tmp_path / "cache").glob("*.wav"))) == 2
    voice.render("three", tmp_path / "question.wav")
    assert inner.rendered == ["one", "two", "three"]
