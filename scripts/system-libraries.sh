#!/bin/sh
# Brings what pip cannot: the sound library on Linux and, for the tests, a sound server without a sound card.
# Installs only where it may; otherwise says what to type, and goes on.
set -eu
for_what=$1
[ "$(uname -s)" = Linux ] || exit 0

missing=
lacks() { missing="$missing $1"; }

.venv/bin/python -c 'import ctypes.util, sys; sys.exit(ctypes.util.find_library("portaudio") is None)' ||
    lacks libportaudio2
if [ "$for_what" = tests ]; then
    command -v pulseaudio >/dev/null 2>&1 || lacks pulseaudio
    command -v pactl >/dev/null 2>&1 || lacks pulseaudio-utils
    find /usr/lib* -name 'libasound_module_pcm_pulse.so' 2>/dev/null | grep -q . || lacks libasound2-plugins
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed:$missing (as Debian calls it). Install it with your system's package manager for sound." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    echo "The sound needs a system library. Type: sudo apt-get install$missing" >&2
    exit 0
fi

echo "Installing$missing with apt-get ..."
install() {
    # shellcheck disable=SC2086 - the lists are meant to be split
    DEBIAN_FRONTEND=noninteractive $root apt-get install --yes --quiet=2 --no-install-recommends $missing </dev/null
}
install >/dev/null 2>&1 || { $root apt-get update --quiet=2 >/dev/null 2>&1 && install >/dev/null; } ||
    echo "That did not work. Type: sudo apt-get install$missing" >&2
