"""Who waits for whom when there are only two cores: the microphone for nobody, the ears for it, the judge for the ears.

The loop with its recording, speech detection and turn taking runs as everything else on the machine does. Every heavy
job runs in a child of its own, and each steps behind by what is written here.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

EARS, JUDGE, VOICE = 3, 6, 7
"""Steps of niceness; each is worth about a quarter less of the processor. The voice is last, for what it says next was
asked for while the candidate still spoke; but not by far, for the first question is waited for. More steps would leave
next to nothing to a judge or a voice on a machine that does other work.
"""

_GROUP = Path("/proc/self/autogroup")


def give_way(steps: int) -> None:
    """Let this process wait for those that step back less; where the system knows no such thing, nothing happens.

    Linux desktops share the processor out among sessions first ("autogroup"), and then niceness counts only inside
    one. A child has a session of its own, so that Ctrl-C passes it by: its whole group must step back.
    """
    with contextlib.suppress(OSError, AttributeError):
        os.nice(steps)
    with contextlib.suppress(OSError):
        _GROUP.write_text(str(steps), encoding="ascii")
