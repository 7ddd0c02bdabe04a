# shellcheck shell=bash disable=SC2034,SC2154 # names shared with the scripts that read this
# A virtual machine with Debian's kernel, made of what this machine has: its own
# programs with the libraries they need, on a disk of their own. The script that
# reads this file has read bootstrap.sh before. In this order:
#
#   machine_require                installs what is needed; one machine at a time in a checkout
#   machine_get_kernel             downloads and unpacks it, once; sets `machine_kernel`
#   machine_begin                  an empty tree `$machine_tree` with busybox and the kernel's modules
#   machine_add PROGRAM…           programs, each with its shared libraries, at the same paths
#   machine_add_libraries FILE…    the libraries alone
#   machine_add_packages NAME…     all programs of Debian packages
#   …                              whatever else is to be there; `$machine_tree/machine/run` is what runs
#   machine_disk MIB               the disk, with so much room to spare
#   machine_run SECONDS            boots, runs, powers off; what the guest sent is in `$machine_place`
#
# In the guest, /machine/init (lib/machine/init) mounts what a system mounts, a
# pure cgroup v2 hierarchy among it, and runs /machine/run. Its output is the
# console; each file that it writes to /machine/results is handed to the host.

machine_packages="busybox-static cpio e2fsprogs qemu-system-x86"
machine_place=$source_root/.build/machine
machine_tree=$machine_place/tree
# The guest is emulated, which any host can do. A host's own virtualisation may
# be there and hang: the kernel would have to be one that it was made for.
machine_processors=2
machine_memory=2G
# How long it may take until the guest's init speaks: 5 s are usual.
machine_boot_seconds=180
# Words for the kernel's command line, beside those that every guest gets.
machine_kernel_words=

# What the guest's kernel needs before it can read its disk; the others are
# found on that by the kernel's own requests.
machine_boot_modules="virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk virtio_console"

# machine_require: a second caller waits until the first has done with its machine.
machine_require() {
    if [ "$(dpkg --print-architecture 2>/dev/null)" != amd64 ]; then
        refuse "the virtual machine is one with an x86-64 processor, and the programs that it runs are this machine's, $(uname -m): use an amd64 Debian"
    fi
    # shellcheck disable=SC2086 # one word a package
    install_packages $machine_packages
    for program in busybox cpio mkfs.ext4 qemu-system-x86_64; do
        if ! [ -x "$(command -v "$program")" ]; then
            refuse "$program is not on PATH, although its Debian package is installed: the virtual machine needs it; reinstall one of $machine_packages"
        fi
    done
    mkdir -p "$machine_place"
    exec 8>"$machine_place/lock"
    flock 8
}

# machine_get_kernel: the newest that apt knows, unless one was unpacked before.
# The package is taken apart, not installed: this machine's own boot is no
# business of the tests.
machine_get_kernel() {
    machine_kernel=$machine_place/kernel
    if [ -e "$machine_kernel/vmlinuz" ]; then return; fi
    mkdir -p "$machine_place"
    rm -rf "$machine_kernel".*
    package=$(machine_kernel_package)
    if [ -z "$package" ]; then
        require_root "reading Debian's list of packages (apt-get update)"
        apt-get -qq update >/dev/null 2>&1 || true
        package=$(machine_kernel_package)
    fi
    if [ -z "$package" ]; then
        refuse "apt knows no linux-image-cloud-amd64, whose kernel the virtual machine boots: see that /etc/apt/sources.list names Debian's main archive, and that it can be reached"
    fi
    say "downloading $package"
    partial=$(mktemp -d "$machine_kernel.XXXXXX")
    if ! (cd "$partial" && apt-get -qq -o APT::Sandbox::User=root download "$package") >"$partial/log" 2>&1; then
        tail -n 5 "$partial/log" >&2
        rm -rf "$partial"
        refuse "apt-get could not download $package, the virtual machine's kernel; its last words are above"
    fi
    if ! machine_unpack_kernel "$partial" >"$partial/log" 2>&1; then
        tail -n 5 "$partial/log" >&2
        rm -rf "$partial"
        refuse "no kernel could be got out of the package $package; the last words are above, and the next call downloads it again"
    fi
    mv -T "$partial" "$machine_kernel"
}

machine_kernel_package() {
    apt-cache depends linux-image-cloud-amd64 2>/dev/null |
        awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }'
}

# Debian's package leaves the modules' index to the machine that it is installed on.
machine_unpack_kernel() {
    dpkg -x "$1"/*.deb "$1/unpacked" && mv "$1"/unpacked/boot/vmlinuz-* "$1/vmlinuz" &&
        busybox depmod -b "$1/unpacked" "$(ls "$1/unpacked/lib/modules")" && mv "$1/unpacked/lib/modules" "$1/modules" &&
        rm -rf "$1/unpacked" "$1"/*.deb
}

# machine_begin: an empty tree with what every guest needs.
machine_begin() {
    rm -rf "$machine_tree"
    mkdir -p "$machine_tree"/{dev,etc,machine/results,proc,root,run,sys,tmp,var/lib,usr/{bin,sbin,lib,lib64}}
    chmod 1777 "$machine_tree/tmp"
    for directory in bin sbin lib lib64; do ln -s "usr/$directory" "$machine_tree/$directory"; done
    cp "$(command -v busybox)" "$machine_tree/bin/busybox"
    # For whatever is not added as a program of its own.
    for applet in $(busybox --list); do ln -s busybox "$machine_tree/bin/$applet" 2>/dev/null || true; done
    # The kernel asks for its modules by this name.
    ln -s ../bin/busybox "$machine_tree/sbin/modprobe"
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$machine_tree/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$machine_tree/etc/group"
    printf '127.0.0.1 localhost\n' >"$machine_tree/etc/hosts"
    cp -L /etc/os-release "$machine_tree/etc/os-release"
    cp -rl "$machine_kernel/modules" "$machine_tree/lib/modules"
    cp "$source_root/scripts/lib/machine/init" "$machine_tree/machine/init"
}

# machine_add PROGRAM…: each with the shared libraries that it is linked with.
machine_add() {
    local paths=() program
    for program; do
        paths+=("$(command -v "$program")") || refuse "$program is not on PATH: the virtual machine is to run it; install it"
    done
    printf '%s\n' "${paths[@]}" | machine_copy
    machine_add_libraries "${paths[@]}"
}

# machine_add_libraries FILE…: what programs, or libraries, are linked with. A
# script and a static program have none, which ldd says by its status.
machine_add_libraries() {
    { ldd "$@" 2>/dev/null || true; } | sed -n 's/^\t\(.* => \)\?\(\/[^ ]*\) (.*/\2/p' | machine_copy
}

# Copies the files that standard input names. /lib and the like are links in the
# tree as they are on this machine, and each file is copied once.
machine_copy() {
    sed -E 's,^/(s?bin|lib|lib64)/,/usr&,' | sort -u | xargs -r cp -L --parents --remove-destination -t "$machine_tree"
}

# machine_add_packages NAME…: every program of these Debian packages.
machine_add_packages() {
    local programs
    # shellcheck disable=SC2046 # one path a word
    programs=$(for path in $(dpkg -L "$@" | grep -E '^(/usr)?/s?bin/[^/]+$'); do if [ -f "$path" ]; then echo "$path"; fi; done)
    # shellcheck disable=SC2086
    machine_add $programs
}

# machine_disk MIB: the tree becomes a disk with so much room to spare; the
# initramfs that finds it is made beside it.
machine_disk() {
    used=$(du -sm "$machine_tree" | cut -f 1)
    rm -f "$machine_place/disk" "$machine_place/swap"
    truncate -s "$((used * 11 / 10 + 32 + $1))M" "$machine_place/disk"
    if ! mkfs.ext4 -q -F -m 0 -O ^has_journal -d "$machine_tree" "$machine_place/disk"; then
        refuse "the virtual machine's disk could not be made: look for room in $machine_place; it takes $((used + $1)) MiB"
    fi
    truncate -s 256M "$machine_place/swap"
    boot=$machine_place/boot
    rm -rf "$boot"
    mkdir -p "$boot/bin" "$boot/dev" "$boot/proc" "$boot/modules" "$boot/system"
    cp "$(command -v busybox)" "$boot/bin/busybox"
    cp "$source_root/scripts/lib/machine/boot" "$boot/init"
    for module in $machine_boot_modules; do
        find "$machine_kernel/modules" -name "$module.ko*" -exec cp {} "$boot/modules/" \;
        printf '%s\n' "$module"
    done >"$boot/modules/order"
    (cd "$boot" && find . | cpio -o -H newc --quiet | gzip -1) >"$machine_place/initramfs"
    rm -rf "$boot" "$machine_tree"
}

# machine_run SECONDS: boots, shows the console on standard output, and returns
# the exit status of /machine/run. Whatever else happens is refused: nothing
# but the guest's own word at its end counts as an end.
machine_run() {
    mkdir -p "$machine_place"
    rm -rf "$machine_place/results"
    rm -f "$machine_place/console" "$machine_place/word" "$machine_place/results.tar"
    : >"$machine_place/console"
    qemu-system-x86_64 -M q35 -accel tcg,thread=multi -cpu max -smp "$machine_processors" -m "$machine_memory" \
        -nodefaults -display none -no-reboot \
        -kernel "$machine_kernel/vmlinuz" -initrd "$machine_place/initramfs" \
        -append "console=ttyS0 quiet panic=-1 psi=1 cgroup_no_v1=all $machine_kernel_words" \
        -chardev "stdio,id=console,signal=off,logfile=$machine_place/console" -serial chardev:console \
        -drive "file=$machine_place/disk,format=raw,if=none,id=disk,cache=unsafe" -device virtio-blk-pci,drive=disk \
        -drive "file=$machine_place/swap,format=raw,if=none,id=swap,cache=unsafe" -device virtio-blk-pci,drive=swap \
        -device virtio-serial-pci \
        -chardev "file,id=word,path=$machine_place/word" -device virtserialport,chardev=word,name=word \
        -chardev "file,id=results,path=$machine_place/results.tar" -device virtserialport,chardev=results,name=results \
        <"${machine_input:-/dev/null}" 8>&- &
    machine_process=$!
    # Whoever ends this script, by Ctrl-C too, ends the guest.
    trap machine_stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    machine_wait "$1"
    trap - EXIT INT TERM
    word=$(tail -n 1 "$machine_place/word" 2>/dev/null || true)
    if ! [[ $word =~ ^"exit "([0-9]+)$ ]]; then
        machine_refuse "the virtual machine ended without a result"
    fi
    status=${BASH_REMATCH[1]}
    mkdir "$machine_place/results"
    if ! tar -x -C "$machine_place/results" -f "$machine_place/results.tar"; then
        machine_refuse "the virtual machine's results could not be read"
    fi
    return "$status"
}

# Waits for the end of the guest; refuses when it takes too long to come up, or in all.
machine_wait() {
    start=$SECONDS
    while kill -0 "$machine_process" 2>/dev/null; do
        passed=$((SECONDS - start))
        if [ "$passed" -ge "$machine_boot_seconds" ] && ! [ -s "$machine_place/word" ]; then
            machine_stop
            machine_refuse "the virtual machine did not come up in $machine_boot_seconds s"
        elif [ "$passed" -ge "$1" ]; then
            machine_stop
            machine_refuse "the virtual machine was not done in $1 s and was ended"
        fi
        sleep 0.2
    done
    if ! wait "$machine_process"; then machine_refuse "qemu-system-x86_64 failed"; fi
}

machine_stop() {
    kill "$machine_process" 2>/dev/null || true
    wait "$machine_process" 2>/dev/null || true
}

# machine_refuse SENTENCE: with what the console said last.
machine_refuse() {
    trap - EXIT
    say "the console's last lines:"
    tail -n 20 "$machine_place/console" >&2
    refuse "$1; all of its console is in $machine_place/console"
}
