"""Where answers may be sent, before anything is."""

from __future__ import annotations

import pytest

from interviewer.adapters.endpoint import check_endpoint
from interviewer.errors import EndpointRefused

SECRET = "sk-canary-42"

REFUSED = {
    "no scheme": ("api.example.com/v1", SECRET, "must start with http:// or https://"),
    "a file": ("file:///etc/passwd", SECRET, "must start with http:// or https://"),
    "no host": ("https:///v1", SECRET, "name a host"),
    "nothing": ("", SECRET, "must start with"),
    "a bad port": ("https://example.com:99999999/v1", SECRET, "cannot be read"),
    "a password in it": (f"https://user:{SECRET}@example.com/v1", "", "holds a key"),
    "a key in the query": (f"https://example.com/v1?api_key={SECRET}", "", "holds a key"),
    "a query": ("https://example.com/v1?version=3", SECRET, "without"),
    "a space inside": ("https://example.com/v 1", SECRET, "spaces"),
    "plain http far away": ("http://example.com/v1", SECRET, "unencrypted"),
    "plain http in the house": ("http://192.168.1.20:11434/v1", "", "unencrypted"),
    "no key far away": ("https://api.example.com/v1", "", "No API key for api.example.com"),
    "a key of two lines": ("https://api.example.com/v1", f"{SECRET}\nx: y", "no key has"),
    "a key with letters of another kind": ("https://api.example.com/v1", "sk-ключ", "no key has"),
}


@pytest.mark.parametrize(("url", "key", "told"), REFUSED.values(), ids=REFUSED)
def test_an_address_that_may_not_be_used_is_refused_without_repeating_the_key(url: str, key: str, told: str) -> None:
    with pytest.raises(EndpointRefused, match=told) as raised:
        check_endpoint(url, key)
    assert SECRET not in raised.value.message + raised.value.hint
    assert raised.value.hint


GOOD = {
    "Ollama": ("http://localhost:11434/v1", "http://localhost:11434/v1"),
    "LM Studio": ("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/v1"),
    "IPv6 loopback": ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    "pasted with quotes": ("  'https://api.example.com/v1' ", "https://api.example.com/v1"),
    "a full path": ("https://api.example.com/v1/chat/completions", "https://api.example.com/v1"),
    "no path": ("https://api.example.com", "https://api.example.com"),
}


@pytest.mark.parametrize(("url", "clean"), GOOD.values(), ids=GOOD)
def test_a_good_address_is_cleaned(url: str, clean: str) -> None:
    assert check_endpoint(url, SECRET).base_url == clean


def test_white_space_and_quotes_around_a_key_are_stripped() -> None:
    assert check_endpoint("https://api.example.com/v1", f' "{SECRET}"\n').key == SECRET


def test_a_key_is_in_no_repr() -> None:
    assert SECRET not in repr(check_endpoint("https://api.example.com/v1", SECRET))


def test_plain_http_is_allowed_when_the_user_says_so() -> None:
    assert not check_endpoint("http://192.168.1.20:11434/v1", allow_insecure=True).loopback


def test_this_machine_needs_no_key() -> None:
    endpoint = check_endpoint("http://127.0.0.1:11434/v1")
    assert (endpoint.key, endpoint.loopback, endpoint.near) == ("", True, True)
