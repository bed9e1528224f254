"""What to tell a candidate about each gap, in words that need no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.model.grade import Part

FixCode = Literal[
    "situation",
    "task",
    "action",
    "result",
    "metric",
    "own-role",
    "example",
    "method",
    "relevance",
    "guidance",
]


@dataclass(frozen=True, slots=True)
class Advice:
    """One gap: what is missing, why an interviewer cares, what to say, what to ask yourself."""

    gap: str
    why: str
    say: str
    ask: str


ADVICE: dict[FixCode, Advice] = {
    "situation": Advice(
        "The setting of the story is missing or hard to picture.",
        "Without a time and a place the interviewer cannot tell a real event from a habit.",
        "Open with one sentence: [when], at [where], [what was going wrong or at stake].",
        "When and where was it, and what would have happened if nobody had acted?",
    ),
    "task": Advice(
        "What you yourself had to achieve does not come out.",
        "The interviewer wants to know which part of it was yours to decide or deliver.",
        "Add one sentence after the setting: I was responsible for [goal], by [date or measure].",
        "What had you been asked to achieve, and who was counting on you for it?",
    ),
    "action": Advice(
        "The steps you took are missing or too general.",
        "What you did, in order and with a reason, is what the interviewer hires for.",
        "Name two or three steps in order: First I [step], because [reason]. Then I [step].",
        "What did you do first, and why that before anything else?",
    ),
    "own-role": Advice(
        "It stays open what you did and what others did.",
        "The interviewer cannot give you credit for what the team or nobody in particular did.",
        "Say I for your own steps: the team did [their part], and I [your part].",
        "Which step would not have happened without you?",
    ),
    "result": Advice(
        "The story stops before anything came of it.",
        "Without an outcome the interviewer cannot tell whether what you did worked.",
        "End with the outcome: As a result [what changed], and [what you learned].",
        "What was different afterwards, and how did you know?",
    ),
    "metric": Advice(
        "The result has no measure that someone could check.",
        "A number or a clear before and after makes the outcome believable.",
        "Put a measure on it: it went from [before] to [after] within [how long].",
        "What number, or whose words, would show that it worked?",
    ),
    "example": Advice(
        "There is no real example in the answer.",
        "One real case shows that the method is more than words.",
        "After your method add: For example, at [where] in [when], I [what you did], and [what came of it].",
        "When did you last do exactly this, and how did it end?",
    ),
    "method": Advice(
        "The story is told, but how you go about such things in general is not.",
        "The question asks how you work, so that the interviewer can tell that it was no accident.",
        "Begin with your method in two or three steps: I start by [step], then [step], and I check [how].",
        "If a new colleague had to do it your way, what would you tell them first?",
    ),
    "relevance": Advice(
        "The answer does not reach the question that was asked.",
        "However good a story is, it counts only when it answers the question.",
        "Start by answering in one sentence: [your answer to the question]. Then tell the story that shows it.",
        "Which event from your work is the closest to what was asked?",
    ),
    "guidance": Advice(
        "One thing that the question is after is missing: {point}.",
        "The interviewer listens for it in this question.",
        "Add a sentence on {point}: [what there is to tell, with a fact].",
        "What can you tell of {point}, and which fact shows it?",
    ),
}

TOUCHED = Advice(
    "One thing that the question is after is only touched on: {point}.",
    "The interviewer listens for it in this question, and one mention tells little.",
    "Say more about {point}: [what there is to tell, with a fact].",
    "What else can you tell of {point}, and which fact shows it?",
)
"""The advice on a guidance point that was mentioned."""

GAPS: dict[Part, str] = {
    "situation": "[when and where was it, and what was at stake?]",
    "task": "[what was yours to achieve or decide?]",
    "action": "[what did you do, step by step?]",
    "result": "[what came of it, and how was that measured?]",
}

KEEP: dict[Part, str] = {
    "situation": "The setting is clear: one can see when and where it was. Keep opening like this.",
    "task": "It is clear what was yours to achieve. Keep saying it this plainly.",
    "action": "Your own steps can be retold. Keep telling them in order.",
    "result": "The outcome is told, so the story has an end. Keep ending like this.",
}
KEEP_POINT = "This speaks to what the question is after: {point}. Keep it."
