#!/bin/sh
# Brings what pip cannot: on Linux the sound library and, for the tests, a sound server that needs no sound card,
# a browser, and a tool that injects faults.
# Installs only where it may; otherwise says what to type, and goes on.
set -eu
for_what=$1
[ "$(uname -s)" = Linux ] || exit 0

missing=
lacks() { missing="$missing $1"; }

is_there() { .venv/bin/python -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library(sys.argv[1]))' "$1"; }
is_there portaudio || lacks libportaudio2
# The program lends itself this one from a package that carries it; only where none does, the system must have it.
is_there gomp || ls .venv/lib/python*/site-packages/ctranslate2.libs/libgomp-* >/dev/null 2>&1 || lacks libgomp1
if [ "$for_what" = tests ]; then
    command -v strace >/dev/null 2>&1 || lacks strace
    command -v pulseaudio >/dev/null 2>&1 || lacks pulseaudio
    command -v pactl >/dev/null 2>&1 || lacks pulseaudio-utils
    find /usr/lib* -name 'libasound_module_pcm_pulse.so' 2>/dev/null | grep -q . || lacks libasound2-plugins
    is_there atomic || lacks libatomic1 # for the program that steers the browser
    # Ubuntu's package of that name is not the browser; there the tests of pages in a browser are skipped.
    if grep -q '^ID=debian$' /etc/os-release 2>/dev/null; then
        command -v chromium >/dev/null 2>&1 || lacks chromium
    fi
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed:$missing (as Debian calls it). Install it with your system's own package manager." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    echo "A system library is missing. Type: sudo apt-get install$missing" >&2
    exit 0
fi

echo "Installing$missing with apt-get ..."
install() {
    # shellcheck disable=SC2086 - the lists are meant to be split
    DEBIAN_FRONTEND=noninteractive $root apt-get install --yes --quiet=2 --no-install-recommends $missing </dev/null
}
install >/dev/null 2>&1 || { $root apt-get update --quiet=2 >/dev/null 2>&1 && install >/dev/null; } ||
    echo "That did not work. Type: sudo apt-get install$missing" >&2
