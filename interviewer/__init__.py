"""A mock interviewer that you talk to: asks, listens, judges, reports, replays."""

__version__ = "0.1.0"
