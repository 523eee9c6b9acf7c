#!/bin/sh
# Makes this checkout runnable: system libraries (Debian and its children), .venv, locked packages, translations.
# Says in one line what it installs and why; does nothing, without a network, where nothing is missing.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "needs root or sudo once, for: $*"
    fi
}

install_missing() {  # why, packages…
    why=$1
    shift
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return 0
    say "installing $missing($why)"
    if [ ! -e build/.apt-updated ]; then
        as_root apt-get update -qq
        mkdir -p build && touch build/.apt-updated
    fi
    # shellcheck disable=SC2086  # a list of package names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        fail "the system packages above could not be installed; nothing else was changed"
}

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        command -v "$name" >/dev/null || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$name" && return 0
    done
    return 1
}

system_libraries() {
    command -v dpkg-query >/dev/null || { say "not a Debian system: see README for the libraries that Qt needs"; return 0; }
    install_missing "the Python environment; certificates for downloads" python3-venv ca-certificates
    install_missing "Qt draws with these, also without a display" \
        libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 libxkbcommon0 libx11-6 libxcb1
    install_missing "Qt's window" \
        libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 \
        libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libx11-xcb1 libxkbcommon-x11-0
    install_missing "Chinese type" fonts-noto-cjk
}

environment() {
    python=$(find_python) || fail "needs Python 3.11 or newer; none was found and nothing was changed"
    stamp=.venv/.lock-$(cksum <requirements.lock | tr ' \t' '--')
    [ -e "$stamp" ] && return 0
    if [ ! -x .venv/bin/python ]; then
        say "making .venv with $python (keeps the sandtable's packages apart from the system's)"
        "$python" -m venv .venv
    fi
    say "installing the locked packages into .venv (about 1 GB, once)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock ||
        fail "the packages could not be installed; run the same command again, what was fetched is kept"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e . ||
        fail "the sandtable itself could not be put into .venv; nothing else was changed"
    rm -f .venv/.lock-*
    touch "$stamp"
}

translations() {
    .venv/bin/python packaging/translations.py
}

system_libraries
environment
translations
