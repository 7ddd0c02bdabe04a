# shellcheck shell=dash
# What `skiff compare` needs beside Skiff: QEMU, strace for one of its figures, and a kernel for virtual machines.
# Read after bootstrap.sh.

compare_packages="qemu-system-x86 strace"

# fetch_guest_kernel DIRECTORY: Debian's cloud kernel, unpacked there and never installed. It appears whole or not
# at all.
fetch_guest_kernel() {
    if [ -e "$1" ]; then return; fi
    say "fetching a kernel for virtual machines"
    mkdir -p "${1%/*}"
    partial=$(mktemp -d "$1.XXXXXX")
    # The package of that name only points to the one of the present version. The lists are brought up to date
    # only if they cannot serve.
    if ! fetch_kernel_package "$partial" 2>/dev/null; then
        apt-get -qq update || true
        if ! fetch_kernel_package "$partial"; then
            rm -rf "$partial"
            refuse "the kernel linux-image-cloud-amd64 could not be fetched; apt-get's message is above"
        fi
    fi
    mkdir "$partial/kernel"
    if ! dpkg -x "$partial"/*.deb "$partial/kernel"; then
        rm -rf "$partial"
        refuse "the kernel's package could not be unpacked"
    fi
    chmod 0755 "$partial/kernel"
    mv -T "$partial/kernel" "$1"
    rm -rf "$partial"
}

fetch_kernel_package() {
    kernel_package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
    if [ -z "$kernel_package" ]; then
        say "apt knows no linux-image-cloud-amd64"
        return 1
    fi
    # The unprivileged user that apt downloads as cannot write here.
    (cd "$1" && apt-get -qq -o APT::Sandbox::User=root download "$kernel_package")
}

# prepare_comparison ARGUMENT…: everything for the command line `compare ARGUMENT…`; nothing if it only asks for help.
prepare_comparison() {
    for argument; do
        case $argument in --help | -h) return ;; esac
    done
    if [ "$(uname -m)" != x86_64 ]; then return; fi
    # shellcheck disable=SC2086 # one word a package
    install_packages $compare_packages
    fetch_guest_kernel "${SKIFF_ROOT:-/var/lib/skiff}/compare/kernel"
}
