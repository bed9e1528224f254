"""Sessions to keep and to read: the committed ones, and a small one that is made on the spot."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

from interviewer.adapters import session_index
from interviewer.adapters.folder_store import FolderStore
from interviewer.model.audio import Clip
from interviewer.model.grade import Coaching, Evidence, Fix, Graded, JudgedBy, Labelled, PartScore, PointScore, Strength
from interviewer.model.question import GuidancePoint, Question
from interviewer.model.session import Session, Take, Turn
from interviewer.model.speech import Transcript, Word
from tests.sounds import tone, write_wav

COMMITTED = Path(__file__).parents[1] / "data" / "sessions" / "format-1"
FULL = "2026-11-23T09-14-03-it-product-manager"
HOLES = "2026-11-24T09-14-03-it-product-manager"
"""A session in which every stage is missing somewhere."""

SAID = "In March our build broke twice. I wrote the missing tests. It holds since."


def committed(recordings: Path) -> FolderStore:
    """A store of its own with both committed sessions."""
    shutil.copytree(COMMITTED, recordings)
    return FolderStore(recordings)


def question(text: str = "Tell me about a bug.") -> Question:
    return Question(
        id="bug",
        text=text,
        category="behaviour",
        kind="behavioural",
        guidance="Name one event and what you did.",
        points=(GuidancePoint(text="names one event"), GuidancePoint(text="says what was done")),
        probes="Whether there was an event.",
        follow_ups=("And then?",),
        example="An example of mine.",
    )


def take(number: int = 1, said: str = SAID, *, overall: int = 3) -> Take:
    """A judged answer of 3.2 seconds, a fifth of a second a word."""
    words = tuple(
        Word(text=text, start=n * 0.2, end=n * 0.2 + 0.15, probability=0.9) for n, text in enumerate(said.split())
    )
    labelled = []
    for n, text in enumerate(said.split(". "), start=1):
        whole = text.rstrip(".") + "."
        labelled.append(Labelled(id=f"s{n}", text=whole, parts=("action",) if n == 2 else (), start=0.0, end=1.0))
    evidence = Evidence(sentence="s1", quote=" ".join(said.split()[:3]), start=1.2, end=1.8)
    return Take(
        number=number,
        answer=Clip(path=f"turn-01/take-{number}/answer.wav", seconds=3.2),
        ended_by="enter",
        heard=Transcript(words=words, seconds=3.2, speech_seconds=3.0, language="en", heard_by="test"),
        grade=Graded(
            overall=overall,
            low=max(1, overall - 1),
            high=overall,
            parts=(PartScore(part="situation", score=2, evidence=(evidence,)), PartScore(part="result", score=0)),
            points=(PointScore(point="names one event", score=1, evidence=(evidence,)),),
            sentences=tuple(labelled),
            caps=("What came of it is not said.",),
            flags=("A short answer.",),
            judged_by=JudgedBy(model="test-model", host="this computer", rubric="0" * 64, prompts=()),
            seconds=1.0,
        ),
        coaching=Coaching(
            strength=Strength(text="You named one event.", evidence=evidence),
            fixes=(
                Fix(code="metric", gap="No number.", evidence=None, why="W.", say="Say [how many].", ask="How many?"),
            ),
            worded_by="template",
        ),
    )


def session(*turns: Turn, **changes: object) -> Session:
    """A small session of one judged answer, unless turns are given."""
    made = Session(
        id="2026-11-23T10-00-00-small-bank",
        bank="small-bank",
        role="Tester",
        status="complete",
        started_at=datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        ended_at=datetime(2026, 11, 23, 10, 5, tzinfo=UTC),
        planned=(question(),),
        source="microphone",
        turns=turns or (Turn(number=1, question=question(), takes=(take(),)),),
        made_with={"interviewer": "0"},
    )
    return made.but(**changes)


def with_sound(store: FolderStore, kept: Session) -> Path:
    """Put a real recording at each place that the session names; its folder."""
    folder = store.folder(kept.id)
    for turn in kept.turns:
        for clip in turn.clips:
            (folder / clip.path).parent.mkdir(parents=True, exist_ok=True)
            write_wav(folder / clip.path, tone(clip.seconds))
    return folder


def state_of(folder: Path) -> dict[str, str]:
    """Every file under `folder` and the hash of what is in it, without the index, which may be made at any time."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != session_index.NAME
    }
