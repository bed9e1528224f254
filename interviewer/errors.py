"""Everything that can go wrong on purpose, as one tree.

InterviewerError
  SetupError
    BadSettings
    BadBank
    BadAnswers
    BadGuide
    BadPrompt
    BadAudio
    ExtraMissing
    NoMicrophone
    NoSpeaker
    VoiceMissing
    ModelNotInstalled
    HeadUnusable
    DownloadFailed
    RecordingsUnusable
    SessionNotFound
    SessionDamaged
    SessionTooNew
    SessionBusy
    CorrectionRefused
    EndpointRefused
    KeyringUnusable
  VoiceError
  MicrophoneError
  TranscriptionError
  JudgeError
    ModelUnreachable
    ModelRefused
    ReplyUnusable
    OverBudget
  StoreError

A `SetupError` is something the user can put right: one sentence, one hint, exit code 3, and it comes before the
first question. The others happen in mid-interview: they cost the stage they name, are kept as a `Problem`, and the
interview goes on.
"""

from __future__ import annotations


class InterviewerError(Exception):
    """Raised on purpose. `code` is stable, kebab-case and unique; the message is one sentence for people."""

    code = "interviewer"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SetupError(InterviewerError):
    """The user's world is not ready; the hint says what to type."""

    code = "setup"


class BadSettings(SetupError):
    """A setting is unknown, of the wrong type or out of range."""

    code = "bad-settings"


class BadBank(SetupError):
    """A question bank cannot be used; the message holds file and line."""

    code = "bad-bank"


class BadAnswers(SetupError):
    """A file of labelled answers cannot be used; the message holds file and line."""

    code = "bad-answers"


class BadGuide(SetupError):
    """A file cannot be imported as a guide or a list of questions; the message holds its name."""

    code = "bad-guide"


class BadPrompt(SetupError):
    """A prompt file is missing or its names are not the ones that the code fills."""

    code = "bad-prompt"


class BadAudio(SetupError):
    """A sound file cannot be used as an answer."""

    code = "bad-audio"


class ExtraMissing(SetupError):
    """A package that only some want, and that was not installed."""

    code = "extra-missing"


class NoMicrophone(SetupError):
    """No input device, not the one named, or not allowed."""

    code = "no-microphone"


class NoSpeaker(SetupError):
    """The output device that the user named is not there."""

    code = "no-speaker"


class VoiceMissing(SetupError):
    """The voice that the user named cannot speak on this machine."""

    code = "voice-missing"


class ModelNotInstalled(SetupError):
    """Weights are absent, short or not the bytes that were pinned."""

    code = "model-not-installed"


class HeadUnusable(SetupError):
    """The head that ships with the program is not the file that was pinned."""

    code = "head-unusable"


class DownloadFailed(SetupError):
    """Neither road brought the weights."""

    code = "download-failed"


class RecordingsUnusable(SetupError):
    """The recordings folder is missing, full or read-only."""

    code = "recordings-unusable"


class SessionNotFound(SetupError):
    """No session, or more than one, answers to the given id."""

    code = "session-not-found"


class SessionDamaged(SetupError):
    """A session's files cannot be read; the message names the file."""

    code = "session-damaged"


class SessionTooNew(SetupError):
    """A session was written by a newer version of the program."""

    code = "session-too-new"


class SessionBusy(SetupError):
    """Another running interviewer holds the session."""

    code = "session-busy"


class CorrectionRefused(SetupError):
    """A correction or a note does not fit the answer that it is for."""

    code = "correction-refused"


class EndpointRefused(SetupError):
    """The judge's address may not be used as given (scheme, key in it, plain http to a far host)."""

    code = "endpoint-refused"


class KeyringUnusable(SetupError):
    """The system's keyring is missing, locked or not safe."""

    code = "keyring-unusable"


class VoiceError(InterviewerError):
    """The question was not spoken: it is shown instead."""

    code = "voice"


class MicrophoneError(InterviewerError):
    """The microphone went away in mid-answer: what was heard is kept."""

    code = "microphone"


class TranscriptionError(InterviewerError):
    """The ears failed: the recording is kept and can be transcribed later."""

    code = "transcription"


class JudgeError(InterviewerError):
    """The answer could not be judged; becomes `Ungraded`."""

    code = "judge"


class ModelUnreachable(JudgeError):
    """No answer from the language model: down, silent, rate-limited or too slow."""

    code = "model-unreachable"


class ModelRefused(JudgeError):
    """The language model said no: wrong key, unknown model, quota, content filter, context too long."""

    code = "model-refused"


class ReplyUnusable(JudgeError):
    """The language model answered, but not in the form needed."""

    code = "reply-unusable"


class OverBudget(JudgeError):
    """The next call of a paid language model could cost more than the user wants to spend; it was not made."""

    code = "over-budget"


class StoreError(InterviewerError):
    """The session could not be written (disk full, folder gone): what is on disk stays."""

    code = "store"
