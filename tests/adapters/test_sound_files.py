"""Files that are used as answers."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from interviewer.adapters import sound_files
from interviewer.adapters.sound_files import check_file, decode
from interviewer.errors import BadAudio
from tests.sounds import hush, samples, tone, write_wav


def heard(path: Path) -> bytes:
    return b"".join(decode(path))


def pitch(pcm: bytes) -> float:
    """The strongest frequency in hertz."""
    spectrum = np.abs(np.fft.rfft(samples(pcm) * np.hanning(len(pcm) // 2)))
    return float(spectrum.argmax()) * 16_000 / (len(pcm) // 2)


def test_a_wav_in_the_house_format_comes_through_bit_by_bit(tmp_path: Path) -> None:
    pcm = tone(1.23)
    assert heard(write_wav(tmp_path / "a.wav", pcm)) == pcm


@pytest.mark.parametrize(
    ("name", "form", "subtype"),
    [
        ("a.wav", "WAV", "FLOAT"),
        ("a.flac", "FLAC", "PCM_16"),
        ("a.ogg", "OGG", "VORBIS"),
        ("a.opus", "OGG", "OPUS"),
        ("a.mp3", "MP3", "MPEG_LAYER_III"),
    ],
)
def test_what_libsndfile_writes_is_read(tmp_path: Path, name: str, form: str, subtype: str) -> None:
    sound = np.frombuffer(tone(2, rate=48_000), "<i2").astype(np.float32) / 32768
    soundfile.write(tmp_path / name, np.column_stack([sound, sound]), 48_000, format=form, subtype=subtype)
    assert check_file(tmp_path / name) == pytest.approx(2.0, abs=0.1)
    assert pitch(heard(tmp_path / name)) == pytest.approx(440, abs=2)


@pytest.mark.parametrize(("name", "codec"), [("a.m4a", "aac"), ("a.webm", "libopus"), ("a.mp4", "aac")])
def test_what_a_telephone_or_a_browser_writes_is_read(tmp_path: Path, name: str, codec: str) -> None:
    path = _encoded(tmp_path / name, codec)
    assert check_file(path) == pytest.approx(2.0, abs=0.1)
    assert pitch(heard(path)) == pytest.approx(440, abs=2)


def _encoded(path: Path, codec: str) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000, frame_size=960)
        whole = av.AudioFrame.from_ndarray(samples(tone(2, rate=48_000)).reshape(1, -1), format="s16", layout="mono")
        whole.sample_rate = 48_000
        for frame in [*resampler.resample(whole), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_eight_channels_at_192_khz_are_mixed_and_converted(tmp_path: Path) -> None:
    one = np.frombuffer(tone(1, rate=192_000), "<i2")
    path = write_wav(tmp_path / "a.wav", np.repeat(one, 8).tobytes(), rate=192_000, channels=8)
    assert check_file(path) == pytest.approx(1.0, abs=0.01)
    assert pitch(heard(path)) == pytest.approx(440, abs=2)


def test_blocks_are_a_tenth_of_a_second(tmp_path: Path) -> None:
    blocks = list(decode(write_wav(tmp_path / "a.wav", tone(0.55, rate=44_100), rate=44_100)))
    assert {len(block) for block in blocks[:-1]} == {3200}
    assert len(blocks[-1]) <= 3200


def test_conversion_leaves_no_seams_between_blocks(tmp_path: Path) -> None:
    """A sine that is converted block by block without memory clicks ten times a second."""
    sound = samples(heard(write_wav(tmp_path / "a.wav", tone(3, rate=44_100), rate=44_100)))[1000:-1000].astype(float)
    spectrum = np.abs(np.fft.rfft(sound * np.blackman(sound.size)))
    peak = int(spectrum.argmax())
    spectrum[peak - 8 : peak + 9] = 0
    assert spectrum.max() < 0.001 * np.abs(np.fft.rfft(sound * np.blackman(sound.size))).max()


def test_the_ending_of_the_name_does_not_matter(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.xyz", np.zeros(16_000, np.float32) + 0.1, 16_000, format="FLAC")
    assert check_file(tmp_path / "a.xyz") == pytest.approx(1.0)


def test_numbers_that_are_no_sound_become_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([np.nan, np.inf, -np.inf, 2.0] * 400), 16_000, subtype="FLOAT")
    assert samples(heard(tmp_path / "a.wav"))[:4].tolist() == [0, 32767, -32768, 32767]


def _huge(path: Path) -> None:
    write_wav(path, b"")
    with path.open("r+b") as file:
        file.truncate(500_000_001)


def _declares_20_hours(path: Path) -> None:
    """A FLAC of a megabyte that says that it holds 20 hours."""
    soundfile.write(path, np.zeros(16_000 * 60, np.int16), 16_000, format="FLAC")
    flac = bytearray(path.read_bytes())
    fields = int.from_bytes(flac[18:26], "big")
    flac[18:26] = (fields >> 36 << 36 | 16_000 * 3600 * 20).to_bytes(8, "big")
    path.write_bytes(bytes(flac))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        pytest.param(lambda path: None, "is not there", id="missing"),
        pytest.param(lambda path: path.mkdir(), "cannot be opened", id="folder"),
        pytest.param(lambda path: path.touch(), "answer.xyz is empty.", id="empty"),
        pytest.param(
            lambda path: path.write_text("Dear diary, " * 500),
            "answer.xyz is not audio I can read (WAV, FLAC, OGG, Opus, MP3, M4A, WebM).",
            id="text",
        ),
        pytest.param(lambda path: path.write_bytes(bytes(5000)), "is not audio I can read", id="zeros"),
        pytest.param(lambda path: path.write_bytes(b"RIFF\xff\xff\xff\xffWAVEjunk"), "is not audio", id="torn"),
        pytest.param(_huge, "answer.xyz is larger than 500 MB", id="huge"),
        pytest.param(_declares_20_hours, "answer.xyz declares 20 h of audio; the limit is 2 h.", id="bomb"),
        pytest.param(lambda path: write_wav(path, b""), "answer.xyz holds no sound.", id="no sound"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, make: object, sentence: str) -> None:
    path = tmp_path / "answer.xyz"
    assert callable(make)
    make(path)
    with pytest.raises(BadAudio) as caught:
        check_file(path)
    assert sentence in caught.value.message


def test_a_picture_is_not_audio(tmp_path: Path) -> None:
    path = tmp_path / "answer.png"
    with av.open(str(path), "w", format="image2", options={"update": "1"}) as container:
        stream = container.add_stream("png", rate=1)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "rgb24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8))))
        container.mux(stream.encode(None))
    with pytest.raises(BadAudio, match="is not audio I can read"):
        check_file(path)


def test_a_file_that_hides_its_length_is_stopped_while_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its header says one second; the limit is made small, for decoding hours would take as long as it sounds."""
    monkeypatch.setattr(sound_files, "LONGEST_SECONDS", 5.0)
    soundfile.write(tmp_path / "a.mp3", samples(hush(10)), 16_000, format="MP3")
    soundfile.write(tmp_path / "a.flac", samples(hush(10)), 16_000, format="FLAC")
    flac = bytearray((tmp_path / "a.flac").read_bytes())
    flac[18:26] = (int.from_bytes(flac[18:26], "big") >> 36 << 36).to_bytes(8, "big")
    (tmp_path / "a.flac").write_bytes(bytes(flac))
    with pytest.raises(BadAudio, match="the limit is 2 h"):
        check_file(tmp_path / "a.flac")


def test_a_rate_from_another_world_is_refused(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(1))
    wav = bytearray(path.read_bytes())
    struct.pack_into("<I", wav, 24, 4_000_000)
    path.write_bytes(bytes(wav))
    with pytest.raises(BadAudio, match="declares 4000000 samples a second"):
        check_file(path)
