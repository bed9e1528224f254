"""The real loudspeaker, on a virtual sound card."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviewer.adapters.speaker import DeviceSpeaker, check
from interviewer.errors import NoSpeaker, VoiceError
from tests.pulse import Pulse
from tests.sounds import samples, tone, write_wav

pytestmark = pytest.mark.pulse


def clip(path: Path, seconds: float, hertz: float = 440.0) -> Path:
    return write_wav(path, tone(seconds, hertz=hertz, rate=22_050), rate=22_050)


def loud(raw: Path) -> np.ndarray[Any, np.dtype[np.int16]]:
    """What the loudspeaker played, from the first to the last sample that is not silence; 48 kHz."""
    pcm = samples(raw.read_bytes())
    heard = np.flatnonzero(np.abs(pcm.astype(int)) > 500)
    return pcm[heard[0] : heard[-1] + 1] if heard.size else pcm[:0]


def pitch(pcm: np.ndarray[Any, np.dtype[np.int16]]) -> float:
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(pcm.size)))
    return float(spectrum.argmax()) * 48_000 / pcm.size


def test_the_whole_clip_comes_out_of_the_loudspeaker(pulse: Pulse, tmp_path: Path) -> None:
    with pulse.played(tmp_path / "raw"), DeviceSpeaker() as speaker:
        speaker.play(clip(tmp_path / "a.wav", 1.5))
        speaker.play(clip(tmp_path / "b.wav", 0.3, hertz=880))
    heard = loud(tmp_path / "raw")
    assert heard.size / 48_000 >= 1.75
    assert pitch(heard[:48_000]) == pytest.approx(440, abs=3)
    assert pitch(heard[-9_600:]) == pytest.approx(880, abs=6)


def test_it_plays_from_the_second_that_was_named(pulse: Pulse, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(2, hertz=440) + tone(1, hertz=880))
    with pulse.played(tmp_path / "raw"), DeviceSpeaker() as speaker:
        assert speaker.play(wav, start=2.0) == pytest.approx(3.0, abs=0.02)
    heard = loud(tmp_path / "raw")
    assert heard.size / 48_000 == pytest.approx(1.0, abs=0.1)
    assert pitch(heard) == pytest.approx(880, abs=3)


def test_a_clip_that_is_stopped_is_cut_and_the_next_one_is_whole(pulse: Pulse, tmp_path: Path) -> None:
    asked = iter(range(1000))
    with pulse.played(tmp_path / "raw"), DeviceSpeaker() as speaker:
        reached = speaker.play(clip(tmp_path / "a.wav", 30), stop=lambda: next(asked) >= 20)
        assert 0 < reached < 5
        speaker.play(clip(tmp_path / "b.wav", 0.5, hertz=880))
    heard = loud(tmp_path / "raw")
    assert heard.size / 48_000 < 10
    assert pitch(heard[-19_200:]) == pytest.approx(880, abs=4)


def test_a_loudspeaker_that_is_not_there_is_named(pulse: Pulse) -> None:
    with pytest.raises(NoSpeaker, match=r'No speaker matches "Sonos"\. Found: 0 '):
        DeviceSpeaker("Sonos")


def test_a_card_that_knows_only_stereo_is_played_in_stereo(
    pulse: Pulse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    class Stereo(sounddevice.RawOutputStream):  # type: ignore[misc]
        def __init__(self, **settings: Any) -> None:
            if settings["channels"] != 2:
                raise sounddevice.PortAudioError("Error opening RawOutputStream: Invalid number of channels", -9998)
            super().__init__(**settings)

    monkeypatch.setattr(sounddevice, "RawOutputStream", Stereo)
    with pulse.played(tmp_path / "raw"), DeviceSpeaker() as speaker:
        speaker.play(clip(tmp_path / "a.wav", 0.5))
    assert pitch(loud(tmp_path / "raw")) == pytest.approx(440, abs=4)


def test_a_check_says_what_it_is(pulse: Pulse) -> None:
    assert check().endswith("Hz.")


def test_a_loudspeaker_that_was_closed_opens_again_to_play(pulse: Pulse, tmp_path: Path) -> None:
    speaker = DeviceSpeaker()
    speaker.close()
    assert speaker.play(clip(tmp_path / "a.wav", 0.3)) == pytest.approx(0.3, abs=0.02)
    speaker.close()


def test_a_loudspeaker_that_does_not_open_again_is_an_error_of_the_voice(
    pulse: Pulse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    def refuse(**settings: Any) -> None:
        raise sounddevice.PortAudioError("Error opening RawOutputStream: Device unavailable", -9985)

    speaker = DeviceSpeaker()
    speaker.close()
    monkeypatch.setattr(sounddevice, "RawOutputStream", refuse)
    with pytest.raises(VoiceError, match="another program is using it"):
        speaker.play(clip(tmp_path / "a.wav", 0.3))


LEAVES_IT_OPEN = """
import sys
from pathlib import Path
from interviewer.adapters.speaker import DeviceSpeaker
speaker = DeviceSpeaker()
print(speaker.play(Path(sys.argv[1])))
"""


def test_a_program_that_ends_with_an_open_loudspeaker_just_ends(pulse: Pulse, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEAVES_IT_OPEN, str(clip(tmp_path / "a.wav", 0.2))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert float(done.stdout) == pytest.approx(0.2, abs=0.02)
