"""A list of hosts in a small file beside the settings, such as those that answers may be sent to."""

from __future__ import annotations

import json
from pathlib import Path

from interviewer.adapters.disk import make_folder, write_whole
from interviewer.errors import StoreError


class Hosts:
    """Remembers hosts, with their port where they have one. A file that cannot be read holds none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def hosts(self) -> frozenset[str]:
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return frozenset()
        return frozenset(host for host in found if isinstance(host, str)) if isinstance(found, list) else frozenset()

    def keep(self, host: str) -> None:
        """Remember a host. Raises StoreError."""
        self._write({*self.hosts(), host})

    def forget(self, host: str) -> None:
        """Remember it no longer. Raises StoreError."""
        if host in self.hosts():
            self._write(self.hosts() - {host})

    def _write(self, hosts: set[str] | frozenset[str]) -> None:
        try:
            make_folder(self._file.parent)
            write_whole(self._file, json.dumps(sorted(hosts), indent=1).encode() + b"\n")
        except OSError as error:
            raise StoreError(f"{self._file} could not be written ({error.strerror or error}).") from error
