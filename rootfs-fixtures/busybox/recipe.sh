# shellcheck shell=bash
# A root of one static program, Debian's busybox-static: two layers, so that
# whatever stacks them is exercised by the smallest image there is. Their
# /usr/share/layers tells whether it was done right:
#
#   layer 1                 layer 2                 seen
#   removed                 (whiteout)              nothing
#   replaced: lower         replaced: upper         upper
#   opaque/lower            (opaque) opaque/upper   opaque/upper alone
#   first, second: one file                         one file, two names
#                           third, fourth: one file one file, two names

# shellcheck source=../lib/accounts.sh
. "${BASH_SOURCE[0]%/*}/../lib/accounts.sh"

# Every applet is a hard link at the path it belongs to.
busybox_programs() {
    local root=$1 path
    mkdir -p "$root/bin"
    cp "$(command -v busybox)" "$root/bin/busybox"
    chmod 0755 "$root/bin/busybox"
    busybox --list-full | sed 's,[^/]*$,,' | sort -u | (cd "$root" && xargs mkdir -p)
    busybox --list-full | while read -r path; do
        case $path in
        bin/busybox | linuxrc) ;;
        *) printf 'ln bin/busybox %s\n' "$path" ;;
        esac
    done | (cd "$root" && sh)
}

busybox_files() {
    local root=$1
    mkdir -p "$root"/{dev,etc,home/user,lib,mnt,opt,proc,root,run,srv,sys,tmp,usr/local/bin,var/log,var/www}
    chmod 1777 "$root/tmp"
    chmod 0700 "$root/root"
    ln -s ../run "$root/var/run"
    write_accounts "$root" /bin/sh
    printf '/bin/sh\n/bin/ash\n' >"$root/etc/shells"
    printf 'export PS1="\\w \\$ "\n' >"$root/etc/profile"
    printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"
}

busybox_lower_marks() {
    local marks=$1/usr/share/layers
    mkdir -p "$marks/opaque"
    echo lower | tee "$marks/removed" "$marks/replaced" "$marks/opaque/lower" "$marks/first" >/dev/null
    ln "$marks/first" "$marks/second"
}

busybox_upper_marks() {
    local marks=$1/usr/share/layers
    mkdir -p "$marks/opaque"
    : >"$marks/.wh.removed"
    : >"$marks/opaque/.wh..wh..opq"
    echo upper | tee "$marks/replaced" "$marks/opaque/upper" "$marks/third" >/dev/null
    ln "$marks/third" "$marks/fourth"
}

# busybox_layers WORK
busybox_layers() {
    busybox_programs "$1/lower"
    busybox_files "$1/lower"
    busybox_lower_marks "$1/lower"
    layout_layer "$1/lower" gzip "busybox and its applets"
    busybox_upper_marks "$1/upper"
    layout_layer "$1/upper" gzip "whiteouts and hard links"
}

recipe() {
    busybox_layers "$1"
}
