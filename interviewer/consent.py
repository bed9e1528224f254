"""Which hosts would get answers, and which of them the user has agreed to."""

from __future__ import annotations

from interviewer import credentials, places, settings
from interviewer.adapters.hosts import Hosts
from interviewer.settings import Settings

WHAT_IS_SENT = (
    "The words of your answers and the questions would be sent there; "
    "your voice and your recordings stay on this computer."
)


def hosts_to_ask_about(chosen: Settings) -> tuple[str, ...]:
    """Hosts elsewhere that would get answers and that nobody has agreed to yet.

    Raises EndpointRefused or KeyringUnusable.
    """
    if chosen.judge == "off":
        return ()
    agreed = Hosts(places.consents()).hosts() | set(chosen.send_to.split())
    found = []
    for judge in (chosen, settings.second(chosen)):
        if judge is not None and judge.base_url:
            endpoint = credentials.endpoint_of(judge)
            if not endpoint.loopback and endpoint.host not in agreed:
                found.append(endpoint.host)
    return tuple(dict.fromkeys(found))


def keep(host: str) -> None:
    """Remember that answers may be sent to a host. Raises StoreError."""
    Hosts(places.consents()).keep(host)
