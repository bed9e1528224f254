"""Whole sessions with nothing fake in them: the program as a user starts it, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile

from interviewer.model.audio import RATE
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.session import Session
from interviewer.model.speech import Transcript
from tests.pulse import Pulse
from tests.weights import weights_file

pytestmark = pytest.mark.real

DEMO = Path(__file__).parents[2] / "interviewer" / "demo"
INTERVIEWER = [sys.executable, "-m", "interviewer"]
AWAY_FROM_THE_NET = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$0" "$@"']


def can_leave_the_net() -> bool:
    """Whether this machine lets a test run a program in a network namespace without any network."""
    if not all(shutil.which(program) for program in ("unshare", "ip")):
        return False
    return subprocess.run([*AWAY_FROM_THE_NET, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def weights() -> None:
    """Skips where the weights of a default session are not installed."""
    for name, file in (("whisper-base", "model.bin"), ("qwen-1.5b", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")):
        weights_file(name, file)


def run(*arguments: str, before: tuple[str, ...] = (), **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **{f"INTERVIEWER_{name.upper()}": value for name, value in settings.items()}}
    return subprocess.run(
        [*before, *INTERVIEWER, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def last_session() -> tuple[Session, Path]:
    done = run("report", "last", "--format", "json")
    assert done.returncode == 0, done.stderr
    session = Session.model_validate_json(done.stdout)
    return session, Path(os.environ["INTERVIEWER_RECORDINGS"]) / session.id


def check_turn(session: Session, folder: Path, number: int) -> None:
    """Question and answer audio, word times inside the recording, quotes that stand in the transcript."""
    turn = session.turns[number - 1]
    take = turn.take
    assert turn.asked is not None
    assert soundfile.info(folder / turn.asked.path).duration > 1.0
    assert take is not None
    assert take.answer is not None
    length = soundfile.info(folder / take.answer.path).duration
    assert length == pytest.approx(take.answer.seconds, abs=0.01)
    assert isinstance(take.heard, Transcript)
    ends = [word.end for word in take.heard.words]
    assert ends == sorted(ends)
    assert ends[-1] <= length
    assert isinstance(take.grade, Graded)
    evidence = [found for score in (*take.grade.parts, *take.grade.points) for found in score.evidence]
    assert evidence
    for found in evidence:
        assert found.quote in take.heard.text
        assert found.start is not None
        assert found.end is not None
        assert 0 <= found.start < found.end <= length
    assert take.coaching is not None


@pytest.mark.usefixtures("weights")
def test_the_demo_is_a_whole_interview_and_needs_no_network() -> None:
    before = tuple(AWAY_FROM_THE_NET) if can_leave_the_net() else ()
    done = run("demo", "--fast", before=before)
    assert done.returncode == 0, done.stderr
    assert "Question 2 of 2" in done.stdout
    assert "The whole report:" in done.stdout
    session, folder = last_session()
    assert session.status == "complete"
    for number in (1, 2):
        check_turn(session, folder, number)
    assert (folder / "report.md").is_file()
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


@pytest.mark.pulse
@pytest.mark.usefixtures("weights")
def test_an_answer_through_the_virtual_microphone_is_heard_and_judged(pulse: Pulse, tmp_path: Path) -> None:
    answer, rate = soundfile.read(DEMO / "answer-1.ogg", dtype="int16", frames=20 * RATE)
    assert rate == RATE
    environment = {**os.environ, "INTERVIEWER_PATIENCE": "2"}
    program = subprocess.Popen(
        [*INTERVIEWER, "practice", "--question", "scope-decision"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with ended(program), pulse.played(tmp_path / "played.raw"):
        assert program.stdout is not None
        with pulse.murmur():
            said = read_until(program, "Recording.")
        with pulse.heard(answer.tobytes()):
            said += read_until(program, "The whole report:")
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 0, said + errors
    session, folder = last_session()
    assert session.source == "microphone"
    check_turn(session, folder, 1)
    take = session.turns[0].take
    assert take is not None
    assert take.ended_by == "silence"
    played = (tmp_path / "played.raw").read_bytes()
    assert max(played, default=0) > 0, "the question was not heard in the loudspeaker"


@contextmanager
def ended(program: subprocess.Popen[str]) -> Iterator[None]:
    with program:
        try:
            yield
        finally:
            program.kill()


def read_until(program: subprocess.Popen[str], text: str) -> str:
    assert program.stdout is not None
    seen = ""
    for line in program.stdout:
        seen += line
        if text in line:
            return seen
    assert program.stderr is not None
    raise AssertionError(f"{text!r} never came: {seen}{program.stderr.read()}")


def test_an_answer_cut_off_by_a_kill_is_offered_and_can_be_kept() -> None:
    weights_file("whisper-tiny.en", "model.bin")
    settings = {"INTERVIEWER_JUDGE": "off", "INTERVIEWER_EARS": "whisper-tiny.en", "INTERVIEWER_SPEAKER": "off"}
    answers = ["--answer-from", str(DEMO / "answer-1.ogg"), "--answer-from", str(DEMO / "answer-2.ogg")]
    practice = ["practice", "--question", "scope-decision", "--question", "technical-debt", *answers]
    program = subprocess.Popen(
        [*INTERVIEWER, *practice],
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with ended(program):
        read_until(program, "0:10 recorded")
        program.send_signal(signal.SIGKILL)
    listed = json.loads(run("sessions", "--json").stdout)
    offered = run("practice", "--typed", judge="off")
    assert f"--resume {listed[0]['id']}" in offered.stderr
    done = run(
        "practice", "--resume", listed[0]["id"], "--fast", *answers, judge="off", ears="whisper-tiny.en", speaker="off"
    )
    assert done.returncode == 0, done.stderr
    done = run("report", listed[0]["id"], "--format", "json")
    first, second = Session.model_validate_json(done.stdout).turns
    assert first.take is not None
    assert first.take.ended_by == "recovered"
    assert isinstance(first.take.heard, Transcript)
    assert first.take.answer is not None
    assert first.take.answer.seconds >= 9.8
    assert second.take is not None
    assert second.take.ended_by == "file"


def test_a_dead_judge_costs_the_grade_and_regrade_brings_it_back() -> None:
    weights_file("whisper-tiny.en", "model.bin")
    answer = ["--question", "scope-decision", "--fast", "--answer-from", str(DEMO / "answer-1.ogg")]
    dead = {"base_url": "http://127.0.0.1:9/v1", "model": "nobody", "ears": "whisper-tiny.en", "speaker": "off"}
    done = run("practice", *answer, **dead)
    assert done.returncode == 0, done.stderr
    session, _folder = last_session()
    take = session.turns[0].take
    assert take is not None
    assert isinstance(take.grade, Ungraded)
    assert take.grade.code == "model-unreachable"
    assert take.grade.again
    assert "regrade" in done.stdout
