"""Hosts that the user has allowed answers to be sent to: a small file beside the settings."""

from __future__ import annotations

import json
from pathlib import Path

from interviewer.adapters.disk import make_folder, write_whole
from interviewer.errors import StoreError


class Consents:
    """Remembers a yes for each host. A file that cannot be read is no yes: the question is asked again."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def hosts(self) -> frozenset[str]:
        """Hosts, with their port where they have one, that were said yes to."""
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return frozenset()
        return frozenset(host for host in found if isinstance(host, str)) if isinstance(found, list) else frozenset()

    def keep(self, host: str) -> None:
        """Remember a yes. Raises StoreError."""
        try:
            make_folder(self._file.parent)
            write_whole(self._file, json.dumps(sorted({*self.hosts(), host}), indent=1).encode() + b"\n")
        except OSError as error:
            raise StoreError(f"{self._file} could not be written ({error.strerror or error}).") from error
