"""How the interviewer asks for what was left out: ready-made words, the candidate's own words back, and nothing else.

What is asked names the kind of thing that is missing and never the thing: no word of the guidance or of the example
answer stands in it that the question or the candidate has not used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import cycle, islice

from interviewer.model.question import Question
from interviewer.model.session import FollowUp, LeftOut, Manner
from interviewer.model.speech import Sentence
from interviewer.rules.following.gaps import Gap
from interviewer.rules.screening import plain
from interviewer.rules.wording import words

BRIDGES: Mapping[Manner, tuple[str, ...]] = {
    "neutral": ("Thank you. Let me ask about that.", "I see. Let me stay with that for a moment."),
    "friendly": ("Thank you, that helps. May I ask about that?", "That is good to know. Let me ask one thing more."),
    "pressing": ("I have a question about that.", "Not so fast. Let me ask about that."),
}
"""Said at once when something will be asked about the answer, while the question is being worded and spoken."""

WAITS: Mapping[Manner, str] = {
    "neutral": "Thank you. One moment.",
    "friendly": "Thank you. Give me one moment.",
    "pressing": "One moment.",
}
"""Said when it is not known yet whether something will be asked."""

ASKS: Mapping[LeftOut, tuple[str, ...]] = {
    "example": (
        "Can you tell me about one time when you did just that?",
        "When did you last do that, and what happened?",
        "Can you take me through one real case of it?",
        "Which one time comes to your mind?",
        "Think of the last day when you did that: what happened?",
    ),
    "own-role": (
        'You said "$quote". What of that was yours?',
        'When you say "$quote", who is that, and what did you do?',
        "And you: what did you do yourself?",
        "Which of that was your own doing?",
        "Who did what there, beginning with you?",
    ),
    "action": (
        "So what did you do, one thing after the other?",
        "How did you go about it, and what came first?",
        "Can you walk me through what you did?",
        "What did you do about it?",
    ),
    "result": (
        "And how did it end?",
        "What came of it?",
        "What was different in the end?",
        "And then, how did it turn out?",
    ),
    "number": (
        'You said "$quote". What is that in numbers?',
        '"$quote": can you put a number on that?',
        'You said "$quote". Can you put a figure on it?',
        'You said "$quote". How big was that, from what to what?',
        "How much was it, roughly, in numbers?",
        "By how much? A rough number will do.",
        "And how much was that?",
        "Can you put a figure on it?",
        "How big was that, from what to what?",
    ),
    "situation": (
        "Where was that, and when?",
        "Can you take me back: where were you, and what was going on?",
        "What was going on there before you began?",
        "Where and when did that begin?",
        "Can you set the scene for me first?",
    ),
    "task": (
        "And what was yours to do in it?",
        "What did they want from you there?",
        "What was it that you had to get done?",
        "What were you to do there, and who said so?",
    ),
}
"""For each gap; one with `$quote` needs the candidate's own words. The last ones use the plainest words there are."""

FELT = re.compile(
    r"(?:(?:really|quite) (?!a |an |few|many|less|more|often|rare)|(?:(?:much|far|a lot|really|quite) )?"
    r"(?:better|happier|smoother|safer)\b)"
)
"""How an amount begins that is felt and not counted: nobody has a number of how happy people were."""

ASKS_OF_FELT = (
    'You said "$quote". How could you tell?',
    'You said "$quote". How did that show?',
    'You said "$quote". What made you see that?',
)
"""What is asked for such a one in the stead of a number."""

LEADS: Mapping[Manner, tuple[str, ...]] = {
    "neutral": ("", "One thing more. ", "And one more question. "),
    "friendly": ("I would love to hear more. ", "Take your time. ", "I am curious. "),
    "pressing": ("I want to be sure about that. ", "Let me press you on that. ", "I can't go by that yet. "),
}
"""What the manner puts in front of it."""

PLAIN = frozenset(
    """about after again against also always around back because been before being best better between both could
    days does down during each else even ever every feel felt find first found from getting give good have
    having help here into keep kept know last left less like long made make many might month months more most
    need never once only over part people rather really right said same should show shows side since some
    someone something still such tell than that their them then there these they things think this those thought
    time times under until upon used using very wanted ways week weeks well were what when whether which while
    who's whom whose with without work would year years you'd your yours""".split()
)
"""Words of four letters or more that say nothing about what a good answer holds, in any bank. What stands in the
guidance of one question, such as "where" or "much", is no plain word, although it may be one elsewhere."""

ASKED_ALREADY = 0.75
"""Share of a question's own words that the answer may hold before it counts as answered."""


def probe(
    gaps: Sequence[Gap],
    question: Question,
    said: Sequence[Sentence],
    manner: Manner,
    earlier: Sequence[FollowUp],
    spoken: Collection[str],
) -> tuple[str, LeftOut] | None:
    """The words that ask for the gravest gap that was not asked for yet, and the gap; None when there is none.

    `earlier`: the follow-ups to the same answer. `spoken`: everything that was asked in this interview.
    """
    asked = {each.gap for each in earlier}
    for gap in gaps:
        if gap.code in asked:
            continue
        for text in _wordings(gap, manner, len(spoken)):
            if text not in spoken and not reveals(text, question, said):
                return text, gap.code
    return None


def own(question: Question, said: Sequence[Sentence], spoken: Collection[str]) -> str | None:
    """The bank's own follow-up that is still to be asked: one that gives nothing away and was not answered already."""
    for text in question.follow_ups:
        if text not in spoken and not reveals(text, question, said) and not is_answered(text, said):
            return text
    return None


def reveals(text: str, question: Question, said: Sequence[Sentence]) -> frozenset[str]:
    """Stems of the guidance or the example that `text` gives away: neither the question nor the answer has them."""
    sources = (question.guidance, question.probes, question.example, *(point.text for point in question.points))
    secret = {stem for source in sources for stem in stems(source)}
    known = stems(question.text) | {stem for one in said for stem in stems(one.text)}
    return frozenset((stems(text) & secret) - known)


def stems(text: str) -> frozenset[str]:
    """What the words of a text are about: their first five letters, the plain ones left out."""
    return frozenset(word[:5] for word in words(text) if len(word) >= 4 and word not in PLAIN)


def is_answered(text: str, said: Sequence[Sentence]) -> bool:
    """Whether the words of a question are in the answer, as far as words can tell."""
    asked, told = stems(text), {stem for one in said for stem in stems(one.text)}
    return bool(asked) and len(asked & told) / len(asked) >= ASKED_ALREADY


def _wordings(gap: Gap, manner: Manner, begin: int) -> Iterator[str]:
    """Every wording in the manner chosen; which comes first goes round with `begin`, so that nothing drones."""
    quote = " ".join(re.sub(r'["“”]', "", plain(gap.quote)).split())
    is_felt = gap.code == "number" and FELT.match(quote)
    asks = [ask for ask in (ASKS_OF_FELT if is_felt else ASKS[gap.code]) if quote or "$quote" not in ask]
    return led([ask.replace("$quote", quote) for ask in asks], manner, begin)


def led(asks: Sequence[str], manner: Manner, begin: int) -> Iterator[str]:
    """Each of these questions behind each lead of the manner; which come first goes round with `begin`."""
    for place, lead in enumerate(islice(cycle(LEADS[manner]), begin, begin + len(LEADS[manner]))):
        for ask in (*asks[place:], *asks[:place]):
            yield lead + ask
