"""Which hosts would get answers, and which of them the user has agreed to."""

from __future__ import annotations

from interviewer import places, settings
from interviewer.adapters.consent import Consents
from interviewer.adapters.endpoint import check_endpoint
from interviewer.settings import Settings

WHAT_IS_SENT = (
    "The words of your answers and the questions would be sent there; "
    "your voice and your recordings stay on this computer."
)


def hosts_to_ask_about(chosen: Settings) -> tuple[str, ...]:
    """Hosts elsewhere that would get answers and that nobody has agreed to yet. Raises EndpointRefused."""
    if chosen.judge == "off":
        return ()
    agreed = Consents(places.consents()).hosts() | set(chosen.send_to.split())
    found = []
    for judge in (chosen, settings.second(chosen)):
        if judge is not None and judge.base_url:
            endpoint = check_endpoint(judge.base_url, judge.api_key.get_secret_value(), judge.allow_insecure)
            if not endpoint.loopback and endpoint.host not in agreed:
                found.append(endpoint.host)
    return tuple(dict.fromkeys(found))


def keep(host: str) -> None:
    """Remember that answers may be sent to a host. Raises StoreError."""
    Consents(places.consents()).keep(host)
