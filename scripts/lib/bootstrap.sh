# shellcheck shell=dash disable=SC2034,SC2154 # names shared with the scripts that read this
# What the scripts share: a machine that has only Debian and Swift becomes one
# that can build, run and test Skiff. The script that reads this file has set
# `source_root`, the directory of Package.swift. Progress goes to standard
# error; standard output belongs to what is run.

build_packages="busybox-static libdeflate-dev libseccomp-dev libsqlite3-dev libzstd-dev zlib1g-dev"
# binutils brings nm. The other runtimes serve as references; containerd, docker
# and podman are engines that use ours. catatonit is the pause of podman's pods.
# openssl and socat put TLS before a registry. fish and zsh complete command lines.
# dig asks our name servers, as do musl's programs, dnsmasq is the world's; nft,
# iptables, firewalld and ufw write the rules of a host that has its own. nginx is served.
test_packages="bind9-dnsutils binutils catatonit conmon containerd crun curl dbus-daemon dnsmasq-base docker-registry
    docker.io firewalld fish gcc iproute2 iptables libc6-dev musl-tools nftables nginx-light openssl podman procps
    python3 python3-grpcio runc skopeo socat strace time ufw umoci zsh zstd"
bench_packages="crun gcc hyperfine libc6-dev python3 runc strace"
image_bench_packages="containerd docker-registry docker.io podman python3 python3-pip skopeo zstd"
engine_bench_packages="conmon docker.io podman python3 skopeo"
network_bench_packages="conmon docker.io iperf3 iproute2 iptables netavark podman python3 skopeo wrk"

say() {
    printf 'skiff: %s\n' "$1" >&2
}

# 125: the engine itself failed, as opposed to what it runs.
refuse() {
    say "$1"
    exit 125
}

require_linux() {
    if [ "$(uname -s)" != Linux ]; then
        refuse "$(uname -s) is not Linux: containers are made of the Linux kernel's namespaces and cgroups; use a Linux machine"
    fi
}

require_root() {
    if [ "$(id -u)" -ne 0 ]; then
        refuse "not root: $1 needs uid 0; run it again with sudo"
    fi
}

# find_swift: puts the toolchain on PATH. sudo drops the caller's PATH, so the
# places where Swift is usually installed are looked at too.
find_swift() {
    if command -v swift >/dev/null; then return; fi
    home=$HOME
    if [ -n "${SUDO_USER:-}" ]; then home=$(getent passwd "$SUDO_USER" | cut -d : -f 6); fi
    for directory in /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/share/swift/usr/bin \
        "$home/.local/share/swiftly/bin" "$home/.swiftly/bin"; do
        if [ -x "$directory/swift" ]; then
            PATH=$directory:$PATH
            export PATH
            return
        fi
    done
    refuse "swift is not on PATH: install Swift 6.2 or later for Debian 12 from https://www.swift.org/install/linux and put its usr/bin on PATH"
}

# install_packages NAME…: those that are missing, and no apt at all if none is.
install_packages() {
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    missing=
    for package; do
        case $installed in
        *"$package installed"*) ;;
        *) missing="$missing $package" ;;
        esac
    done
    if [ -z "$missing" ]; then return; fi
    if ! command -v apt-get >/dev/null; then
        refuse "these are missing and there is no apt to install them:$missing; install what your distribution calls them"
    fi
    require_root "installing Debian packages ($missing )"
    say "installing Debian packages:$missing"
    log=$(mktemp)
    # An unreachable list matters only if a package cannot be had without it.
    apt-get -qq update >"$log" 2>&1 || true
    # What is installed to be tested with is started by the tests alone.
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then policy=; else printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 0755 "$policy"; fi
    # shellcheck disable=SC2086 # one word a package
    if ! DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing >>"$log" 2>&1; then
        if [ -n "$policy" ]; then rm -f "$policy"; fi
        tail -n 20 "$log" >&2
        rm -f "$log"
        refuse "apt-get could not install:$missing; its last words are above"
    fi
    if [ -n "$policy" ]; then rm -f "$policy"; fi
    rm -f "$log"
}

# show_build: what swift says, for people. Left out is what the linker says of
# functions that need a shared glibc (Foundation names them, nothing here calls
# them) and what other people's packages are warned of. On a terminal progress
# stays on one line; elsewhere every hundredth step has one.
show_build() {
    open=
    while IFS= read -r line; do
        case $line in
        *"statically linked applications requires"* | *"is dangerous, better use"*) continue ;;
        *"file(s) which are unhandled"* | "    "*"/.build/checkouts/"*) continue ;;
        "["[0-9]*/[0-9]*"] "* | "Fetch"[ei]* | "Comput"[ei]* | *"orking copy"*)
            if [ -t 2 ]; then
                printf '\r\033[K%.78s' "$line"
                open=1
                continue
            fi
            case $line in "["*00/*) ;; *) continue ;; esac
            ;;
        esac
        if [ -n "$open" ]; then printf '\r\033[K'; fi
        open=
        printf '%s\n' "$line"
    done >&2
}

# build_executables: a release build, quick when nothing changed. Its time is
# kept before the build starts: what is edited meanwhile counts as newer.
build_executables() {
    mkdir -p "$source_root/.build"
    : >"$source_root/.build/skiff-building"
    if [ ! -e "$source_root/.build/skiff-ready" ]; then say "building; the first time takes about ten minutes on two processors"; fi
    failure=$source_root/.build/skiff-build-failed
    rm -f "$failure"
    { swift build --package-path "$source_root" -c release 2>&1 || : >"$failure"; } | show_build
    if [ -e "$failure" ]; then
        refuse "the build failed; the compiler's message is above"
    fi
    for executable in skiff skiff-runtime skiff-compare-probe; do
        if [ ! -x "$source_root/.build/release/$executable" ]; then
            refuse "the build made no .build/release/$executable"
        fi
    done
    mv "$source_root/.build/skiff-building" "$source_root/.build/skiff-ready"
}

# build_subreaper: .build/subreaper, which waits for what the tests leave behind.
build_subreaper() {
    subreaper=$source_root/.build/subreaper
    if [ "$subreaper" -nt "$source_root/scripts/lib/subreaper.c" ]; then return; fi
    gcc -static -O2 -Wall -Wextra -Werror -o "$subreaper" "$source_root/scripts/lib/subreaper.c"
}

# build_fixture NAME: the image layout .build/fixtures/NAME, made again when a
# recipe changed.
build_fixture() {
    layout=$source_root/.build/fixtures/$1
    recipes=$(cd "$source_root/rootfs-fixtures" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum)
    if [ -e "$layout" ] && [ "$(cat "$layout.recipes" 2>/dev/null)" = "$recipes" ]; then return; fi
    say "making the $1 image"
    rm -rf "$layout"
    if ! "$source_root/rootfs-fixtures/build" "$1" "$layout"; then refuse "the $1 image could not be made"; fi
    printf '%s\n' "$recipes" >"$layout.recipes"
}

# prepare: everything up to two executables. One at a time in a checkout: a
# second caller waits for the first and finds all done.
prepare() {
    require_linux
    if [ ! -w "$source_root" ]; then refuse "cannot write to $source_root, where the build goes: run it again as the owner, or with sudo"; fi
    # shellcheck disable=SC2086 # one word a package
    install_packages $build_packages
    find_swift
    mkdir -p "$source_root/.build"
    exec 9>"$source_root/.build/skiff-lock"
    flock 9
    build_executables
}
