#!/bin/sh
# The proof of `make ship`: the one-dir and the installed .deb each run the demo to a picture, without any Python.
#   ship_proof.sh dist/sandtable dist/sandtable_….deb
# First in a bare folder with a cleared environment; then – as root, on a Debian – inside a minimal system of its own
# (debootstrap --variant=minbase) that holds the .deb's own dependencies and nothing more. What it leaves is in
# build/ship/proof: one picture, report and transcript a run.
set -eu
cd "$(dirname "$0")/.."
bundle=$(realpath "$1") package=$(realpath "$2")
proof=$PWD/build/ship/proof root=$PWD/build/ship/root
SECONDS_EACH=${SECONDS_EACH:-20}

say() { printf 'proof: %s\n' "$*"; }
fail() { printf 'proof: %s\n' "$*" >&2; exit 1; }

demo="demo --seconds $SECONDS_EACH --lang zh_CN --size 1920x1080 --screenshot picture.png --report report.json"

judge() {  # name: what the run left in build/ship/proof/<name>
    .venv/bin/python packaging/ship_look.py "$proof/$1" || fail "$1: see build/ship/proof/$1/transcript"
}

bare_folder() {
    there=$proof/bare
    mkdir -p "$there/home"
    (
        cd "$there"
        clean="env -i HOME=$there/home PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen"
        $clean "$bundle/sandtable" --version && $clean "$bundle/sandtable" $demo
    ) >"$there/transcript" 2>&1 || { tail -20 "$there/transcript"; fail "the one-dir does not run in a bare folder"; }
    judge bare
}

base_system() {
    [ -e "$root.tar" ] && return 0
    command -v debootstrap >/dev/null ||
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap >/dev/null; }
    # shellcheck disable=SC1091  # the system's own words about itself
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$suite //p" | head -1)
    say "making a minimal $suite (once)"
    rm -rf "$root" && debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$proof/debootstrap.log" 2>&1 ||
        fail "debootstrap failed; see build/ship/proof/debootstrap.log"
    cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d "$root/etc/apt/" 2>/dev/null || true
    mkdir -p "$root/etc/ssl" && cp -rL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/quick"
    tar -C "$root" -cf "$root.tar" . && rm -rf "$root"
}

inside() {  # a command in the minimal system, with its own mounts and processes, which end with it
    unshare --mount --pid --fork sh -c '
        mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev/shm" 2>/dev/null
        exec chroot "$0" /usr/bin/env -i HOME=/root PATH=/usr/bin:/bin:/usr/sbin:/sbin "$@"' "$root" "$@"
}

minimal_system() {
    rm -rf "$root" && mkdir -p "$root" && tar -C "$root" -xf "$root.tar"
    cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
    mkdir -p "$root/dev/shm" "$root/bare" "$root/tmp/deb"
    cp "$package" "$root/tmp/deb/"
    ! inside sh -c 'command -v python3 || command -v python' >/dev/null || fail "the minimal system has a Python"
    inside sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        /tmp/deb/$(basename "$package")" >"$proof/install.log" 2>&1 ||
        fail "the .deb does not install; see build/ship/proof/install.log"
    ! inside sh -c 'command -v python3 || command -v python' >/dev/null || fail "the .deb brought a Python along"
    missing=$(inside ldd /opt/sandtable/_internal/PySide6/Qt/plugins/platforms/libqxcb.so | grep 'not found' || true)
    [ -z "$missing" ] || fail "the window's plugin lacks libraries: $missing"
    cp -r "$bundle" "$root/bare/sandtable"
    cp packaging/ship_detect.py "$root/bare/sandtable/_internal/"
    inside /bare/sandtable/sandtable --child ship_detect >"$proof/detect.log" 2>&1 ||
        fail "the detector does not work; see build/ship/proof/detect.log"
    say "$(cat "$proof/detect.log")"
    rm "$root/bare/sandtable/_internal/ship_detect.py"
    run_inside onedir /bare/sandtable/sandtable
    run_inside deb /usr/bin/sandtable
    inside dpkg -r sandtable >"$proof/remove.log" 2>&1 && [ ! -e "$root/opt/sandtable" ] ||
        fail "the .deb does not go without a trace; see build/ship/proof/remove.log"
    rm -rf "$root"
}

run_inside() {  # name, program
    mkdir -p "$proof/$1" "$root/run-$1"
    inside sh -c "cd /run-$1 && export QT_QPA_PLATFORM=offscreen && $2 --version && $2 $demo" \
        >"$proof/$1/transcript" 2>&1 || { tail -20 "$proof/$1/transcript"; fail "$1 does not run in a minimal system"; }
    cp "$root/run-$1/picture.png" "$root/run-$1/report.json" "$proof/$1/"
    judge "$1"
}

rm -rf "$proof" && mkdir -p "$proof"
bare_folder
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "the minimal system needs root on a Debian: only the bare folder was tried"
    exit 0
fi
base_system
minimal_system
