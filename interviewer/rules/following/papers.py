"""Follow-ups in the words of the candidate's own papers: how a whole answer goes with the line its question came from.

The line is quoted as it stands and nothing is said about it: what the post or the person is like is nobody's to invent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from interviewer.model.question import Question
from interviewer.model.session import Manner, Paper, Reason
from interviewer.model.speech import Sentence
from interviewer.rules.following.wording import is_answered, led, reveals
from interviewer.rules.screening import plain

ASKS: Mapping[Paper, tuple[str, ...]] = {
    "job": (
        'The post says: "$line". Where was that in what you told me?',
        'The post also says: "$line". How does what you did go with that?',
        'This is in the post: "$line". What of that is in your story?',
    ),
    "cv": (
        'Your CV says: "$line". How does that go with what you told me?',
        'Your CV also says: "$line". Was that the same time, or another?',
        'This is in your CV: "$line". What has it to do with your story?',
    ),
}

LONGEST_LINE = 120
"""Characters that can be listened to; a longer line, or one that was cut for the report, is not asked about."""


def of_paper(
    reason: Reason, question: Question, said: Sequence[Sentence], manner: Manner, spoken: Collection[str]
) -> str | None:
    """Words that ask about the line; None where it is too long, was answered, gives something away or was asked."""
    line = " ".join(re.sub(r'["“”]', "", plain(reason.quote)).split()).rstrip(".;:,")
    if not line or len(line) > LONGEST_LINE or reason.quote.endswith("...") or is_answered(line, said):
        return None
    asks = [ask.replace("$line", line) for ask in ASKS[reason.paper]]
    fitting = (text for text in led(asks, manner, len(spoken)) if text not in spoken)
    return next((text for text in fitting if not reveals(text, question, said)), None)
