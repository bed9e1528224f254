"""Where an error can be put right in the studio itself; its hint says what to type in a terminal."""

from __future__ import annotations

from interviewer.errors import (
    BadBank,
    BadSettings,
    EndpointRefused,
    HeadUnusable,
    InterviewerError,
    ModelNotInstalled,
    SessionBusy,
    SessionNotFound,
)

Way = tuple[str, str]
"""What the way is called, and its path."""

WAYS: tuple[tuple[type[InterviewerError], Way], ...] = (
    (SessionNotFound, ("All sessions", "/sessions")),
    (ModelNotInstalled, ("Fetch the models", "/settings/models")),
    (HeadUnusable, ("The models", "/settings/models")),
    (EndpointRefused, ("The judge", "/settings/judge")),
    (BadSettings, ("The settings", "/settings")),
    (BadBank, ("The banks", "/banks")),
    (SessionBusy, ("Back to practising", "/practise")),
)


def way_out(error: InterviewerError) -> Way | None:
    """The room in which this error can be put right; None where the studio has none for it."""
    return next((way for kind, way in WAYS if isinstance(error, kind)), None)
