"""Who may come in: whoever opens the link that the terminal printed, once; a cookie says so from then on.

The link's token is worthless when it has been used, so it may be seen in a process list or a history afterwards. The
cookie lives as long as the program: nothing that lets anybody in is ever written to disk.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable

WRONG_A_MINUTE = 5
"""Wrong tokens in a minute after which even the right one has to wait."""


class Doorway:
    """The tokens and the cookie of one run of the program."""

    def __init__(self, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`port`: of the page, as the browser knows it; cookies do not tell ports apart, so the name does."""
        self.port = port
        self.cookie_name = f"interviewer-{port}"
        self._clock = clock
        self._cookie = secrets.token_urlsafe(32)
        self._token = ""
        self._wrong: deque[float] = deque(maxlen=WRONG_A_MINUTE)

    @property
    def hosts(self) -> frozenset[str]:
        """Every `Host` that is ours, exactly as a browser sends it."""
        ends = {f":{self.port}"} | ({""} if self.port == 80 else set())
        return frozenset(f"{name}{end}" for name in ("127.0.0.1", "localhost", "[::1]") for end in ends)

    def link(self) -> str:
        """A link that lets one browser in, once; the one before it is worthless from now on."""
        self._token = secrets.token_urlsafe(32)
        return f"http://127.0.0.1:{self.port}/enter?token={self._token}"

    def is_busy(self) -> bool:
        """Whether so many wrong tokens came within a minute that nobody is let in."""
        return len(self._wrong) == WRONG_A_MINUTE and self._clock() - self._wrong[0] < 60.0

    def admit(self, token: str) -> str | None:
        """The cookie's value for the token of the newest link; None for any other."""
        if self.is_busy():
            return None
        right, given = self._token.encode(), token.encode(errors="surrogateescape")
        if not right or not hmac.compare_digest(right, given):
            self._wrong.append(self._clock())
            return None
        self._token = ""
        return self._cookie

    def knows(self, cookie: str) -> bool:
        return hmac.compare_digest(self._cookie.encode(), cookie.encode(errors="surrogateescape"))
