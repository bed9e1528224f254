"""The key of a judge: the environment's, else the one that the user has put into the system's keyring.

Which hosts have one is in a small file without the keys, so that the keyring is asked about those alone: asking may
open a window, or hang.
"""

from __future__ import annotations

from interviewer import places
from interviewer.adapters import key_ring
from interviewer.adapters.endpoint import Endpoint, check_address, check_endpoint
from interviewer.adapters.hosts import Hosts
from interviewer.errors import EndpointRefused
from interviewer.settings import Settings


def endpoint_of(judge: Settings) -> Endpoint:
    """Where a judge with a `base_url` is, and its key. Raises EndpointRefused or KeyringUnusable."""
    key = judge.api_key.get_secret_value()
    if not key:
        host = host_of(judge)
        key = (key_ring.read(host) or "") if host in with_keys() else ""
    return check_endpoint(judge.base_url, key, judge.allow_insecure)


def has_key(judge: Settings) -> bool:
    """Whether there is a key for this judge; no keyring is asked."""
    try:
        return bool(judge.api_key.get_secret_value()) or host_of(judge) in with_keys()
    except EndpointRefused:
        return False


def host_of(judge: Settings) -> str:
    """The host, and port where it is given, that a key of this judge belongs to. Raises EndpointRefused."""
    if not judge.base_url:
        raise EndpointRefused(
            "The judge is on this computer and needs no key.",
            hint="Name the host, as in: interviewer key set api.openai.com",
        )
    return check_address(judge.base_url, judge.allow_insecure).host


def with_keys() -> frozenset[str]:
    """Hosts that a key was put into the keyring for."""
    return Hosts(places.keys()).hosts()


def store(host: str, key: str) -> None:
    """Put a key into the keyring. Raises EndpointRefused, KeyringUnusable or StoreError."""
    endpoint = check_endpoint(_address(host), key)
    key_ring.store(endpoint.host, endpoint.key)
    Hosts(places.keys()).keep(endpoint.host)


def forget(host: str) -> None:
    """Take a key out of the keyring. Raises EndpointRefused, KeyringUnusable or StoreError."""
    host = check_address(_address(host)).host
    key_ring.forget(host)
    Hosts(places.keys()).forget(host)


def _address(host: str) -> str:
    """A host as an address; who has typed one already is understood too."""
    return host if "://" in host else f"https://{host}"
