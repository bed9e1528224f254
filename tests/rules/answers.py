"""One question and one answer that the judge's tests share."""

from __future__ import annotations

from interviewer.model.question import GuidancePoint, Kind, Question
from interviewer.model.speech import Sentence, Transcript, Typed, Word

STORY = (
    "Um, so last winter our checkout app in Lyon lost one order in five.",
    "I was the product manager and I had to stop that before Easter.",
    "I sat with two engineers and we read the logs of three hundred orders.",
    "Then I asked the bank for a second connection and we switched over in two weeks.",
    "By April we lost one order in ninety, and I learned to look at the logs first.",
)


def question(kind: Kind = "behavioural", **changes: object) -> Question:
    given: dict[str, object] = {
        "id": "lost-orders",
        "text": "Tell me about a time you repaired something that customers suffered from.",
        "category": "delivery",
        "kind": kind,
        "guidance": "Say what was broken, what you did about it and how you knew that it worked.",
        "points": (
            GuidancePoint(text="what was broken and for whom"),
            GuidancePoint(text="what you did about it"),
            GuidancePoint(text="how you knew that it worked"),
        ),
        "probes": "Whether you own a problem to its end.",
    }
    return Question.model_validate({**given, **changes})


def said(*texts: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(id=f"s{number}", text=text, clean=text, start=None, end=None)
        for number, text in enumerate(texts, start=1)
    )


def typed(*texts: str) -> Typed:
    return Typed(text=" ".join(texts))


def spoken(*texts: str, probability: float = 0.9, language: str = "en") -> tuple[tuple[Sentence, ...], Transcript]:
    """The same with times: every word takes half a second, and follows at once."""
    words: list[Word] = []
    sentences = []
    for number, text in enumerate(texts, start=1):
        first = len(words)
        words += [
            Word(text=each, start=(first + at) * 0.5, end=(first + at) * 0.5 + 0.5, probability=probability)
            for at, each in enumerate(text.split())
        ]
        sentences.append(Sentence(id=f"s{number}", text=text, clean=text, start=words[first].start, end=words[-1].end))
    seconds = words[-1].end
    heard = Transcript(
        words=tuple(words), seconds=seconds, speech_seconds=seconds, language=language, heard_by="whisper-test"
    )
    return tuple(sentences), heard
