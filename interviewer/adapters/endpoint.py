"""Where a language model may be: what an address and a key must look like before anything is sent there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, urlsplit

from interviewer.errors import EndpointRefused

SECRET_NAMES = ("key", "token", "secret", "password", "auth", "sig")
"""A query parameter with one of these in its name is taken for a key."""

FULL_PATHS = ("/chat/completions", "/completions", "/models")
"""Paths that people copy from examples; the client adds them itself."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that may be used, cleaned."""

    base_url: str
    key: str = field(repr=False)
    host: str
    """Host, and port where it is given: what people are told."""

    loopback: bool
    near: bool
    """On this machine or in a private network: such servers may take long to the first byte."""


def check_endpoint(base_url: str, key: str = "", allow_insecure: bool = False) -> Endpoint:
    """The endpoint that the user meant. Raises EndpointRefused; the message never holds the key."""
    bare = check_address(base_url, allow_insecure)
    return replace(bare, key=_checked_key(key, bare.host, needed=not bare.near))


def check_address(base_url: str, allow_insecure: bool = False) -> Endpoint:
    """The same before its key is known. Raises EndpointRefused."""
    url = _bare(base_url)
    parts = _split(url)
    _refuse_keys_in(parts)
    loopback, near = _whereabouts(parts.hostname or "")
    if parts.scheme == "http" and not loopback and not allow_insecure:
        raise EndpointRefused(
            f"Refusing to send your transcript unencrypted to http://{parts.netloc}.",
            hint="Use https, or --allow-insecure if you trust every machine between here and there.",
        )
    return Endpoint(
        base_url=f"{parts.scheme}://{parts.netloc}{_path(parts)}",
        key="",
        host=parts.netloc,
        loopback=loopback,
        near=near,
    )


def _bare(text: str) -> str:
    return text.strip().strip("\"'").strip()


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise EndpointRefused("The base URL cannot be read as an address.", hint=_EXAMPLE) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        shown = repr(url) if "@" not in url and "?" not in url else "the one given"
        raise EndpointRefused(
            f"Base URL must start with http:// or https:// and name a host, not {shown}.", hint=_EXAMPLE
        )
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise EndpointRefused("Base URL must not hold spaces or control characters.", hint=_EXAMPLE)
    return parts


_EXAMPLE = "Such as INTERVIEWER_BASE_URL=http://127.0.0.1:11434/v1 or https://api.openai.com/v1."


def _refuse_keys_in(parts: SplitResult) -> None:
    named = parts.query.lower()
    if parts.username is not None or parts.password is not None or any(name in named for name in SECRET_NAMES):
        raise EndpointRefused(
            "The base URL holds a key or a password: addresses end up in logs and reports.",
            hint="Remove the key from the address and set INTERVIEWER_API_KEY instead.",
        )
    if parts.query or parts.fragment:
        raise EndpointRefused("The base URL must end with its path, without ? or #.", hint=_EXAMPLE)


def _path(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    for ending in FULL_PATHS:
        path = path.removesuffix(ending)
    return path.rstrip("/")


def _whereabouts(hostname: str) -> tuple[bool, bool]:
    """(loopback, near) of a host by its name alone; nothing is looked up."""
    name = hostname.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True, True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False, "." not in name or name.endswith((".local", ".lan", ".internal", ".home.arpa"))
    return address.is_loopback, address.is_private or address.is_link_local


def _checked_key(key: str, host: str, *, needed: bool) -> str:
    bare = _bare(key)
    if any(not 33 <= ord(letter) <= 126 for letter in bare):
        raise EndpointRefused(
            "The API key holds spaces or letters that no key has.",
            hint="Copy it again and set INTERVIEWER_API_KEY.",
        )
    if needed and not bare:
        raise EndpointRefused(
            f"No API key for {host}.", hint=f"Set INTERVIEWER_API_KEY, or type: interviewer key set {host}"
        )
    return bare
