"""Keys of far judges in the system's own keyring, one a host; nothing here ever writes a key into a file of ours."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from interviewer.errors import KeyringUnusable

SERVICE = "interviewer"

PATIENCE = 3.0
"""Seconds: a keyring that waits for a password on a screen that nobody sees must not hold the program up."""

PLAIN = ("keyrings.alt.", "keyring.backends.null.")
"""Backends that keep keys in plain files, or nowhere, although they say that they keep them."""

HINT = "Keep the key in the environment instead: INTERVIEWER_API_KEY."

Found = TypeVar("Found")


def read(host: str) -> str | None:
    """The key for a host, or None when there is none. Raises KeyringUnusable; no message ever holds a key."""
    return _asked(lambda ring: ring.get_password(SERVICE, host))


def store(host: str, key: str) -> None:
    """Keep the key for a host, in the stead of an earlier one. Raises KeyringUnusable."""
    _asked(lambda ring: ring.set_password(SERVICE, host, key))


def forget(host: str) -> None:
    """Remove the key for a host, if there is one. Raises KeyringUnusable."""

    def remove(ring: _Ring) -> None:
        if ring.get_password(SERVICE, host) is not None:
            ring.delete_password(SERVICE, host)

    _asked(remove)


class _Ring:
    """The keyring of this system. Raises KeyringUnusable where there is none that protects what it keeps."""

    def __init__(self) -> None:
        import keyring
        from keyring.backends.fail import Keyring as NoKeyring

        chosen = keyring.get_keyring()
        backends = getattr(chosen, "backends", None) or [chosen]
        named = [f"{type(each).__module__}." for each in backends]
        if isinstance(chosen, NoKeyring):
            raise KeyringUnusable("This system has no keyring that can be used.", hint=HINT)
        if any(name.startswith(PLAIN) for name in named):
            raise KeyringUnusable("The keyring of this system does not protect what it keeps.", hint=HINT)
        self.get_password = chosen.get_password
        self.set_password = chosen.set_password
        self.delete_password = chosen.delete_password


def _asked(work: Callable[[_Ring], Found]) -> Found:
    """Do the work on the keyring, in a thread that can be left behind when it hangs."""
    done: queue.SimpleQueue[Found | KeyringUnusable] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work(_Ring()))
        except KeyringUnusable as fault:
            done.put(fault)
        except Exception as fault:
            # Each backend fails in classes of its own; their texts may hold anything and are not repeated.
            done.put(KeyringUnusable(f"The system's keyring failed ({type(fault).__name__}).", hint=HINT))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        found = done.get(timeout=PATIENCE)
    except queue.Empty:
        raise KeyringUnusable(
            f"The system's keyring did not answer within {PATIENCE:g} seconds; it may be locked.", hint=HINT
        ) from None
    if isinstance(found, KeyringUnusable):
        raise found
    return found
