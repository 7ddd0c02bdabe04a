# shellcheck shell=bash
# A glibc root with shells, coreutils and python3, from Debian's packages
# without installing them: fetched by apt, unpacked by tar. Its layers are
#
#   1  the base, documentation included   gzip
#   2  python3                            zstd, if there is one
#   3  whiteouts of the documentation     gzip

# shellcheck source=../lib/accounts.sh
. "${BASH_SOURCE[0]%/*}/../lib/accounts.sh"

base_packages=(
    base-files bash coreutils dash debianutils grep sed libacl1 libattr1 libc6 libc-bin libcrypt1
    libgcc-s1 libgmp10 libpcre2-8-0 libselinux1 libtinfo6
)

# debian_fetch DIRECTORY PACKAGE…: the lists are brought up to date only if
# they cannot serve: absent, or naming versions that are gone.
debian_fetch() {
    local directory=$1
    shift
    mkdir -p "$directory"
    # The unprivileged user that apt downloads as cannot write here.
    local fetch=(apt-get -qq -o APT::Sandbox::User=root download "$@")
    (cd "$directory" && { "${fetch[@]}" 2>/dev/null || { apt-get -qq update && "${fetch[@]}"; }; })
}

# debian_unpack DIRECTORY TREE: /usr is merged. Older packages still bring a
# /lib of their own, and in a layer that directory would replace the link.
debian_unpack() {
    local name package
    for name in bin sbin lib lib64; do
        mkdir -p "$2/usr/$name"
        ln -s "usr/$name" "$2/$name"
    done
    for package in "$1"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar --extract --directory "$2" --keep-directory-symlink
    done
}

debian_base() {
    local root=$1
    debian_unpack "$2" "$root"
    mkdir -p "$root/home/user"
    write_accounts "$root" /bin/bash
    printf '/bin/sh\n/bin/bash\n/bin/dash\n' >"$root/etc/shells"
    # What dash's own script would have done.
    ln -sf dash "$root/usr/bin/sh"
    rm -rf "$root/usr/share/locale"
}

# The two names of the interpreter are one file.
debian_python() {
    local root=$1 version=$3
    debian_unpack "$2" "$root"
    rm -rf "$root/usr/lib/python$version/test" "$root"/usr/share/{doc,man,lintian}
    ln -f "$root/usr/bin/python$version" "$root/usr/bin/python3"
}

recipe() {
    local work=$1 version compression=gzip
    version=$(apt-cache depends python3-minimal | sed -n 's/.*Depends: python\(3\.[0-9]*\)-minimal$/\1/p')
    debian_fetch "$work/base.packages" "${base_packages[@]}"
    debian_fetch "$work/python.packages" "python$version-minimal" "libpython$version-minimal" \
        "libpython$version-stdlib" libexpat1 libffi8 zlib1g

    debian_base "$work/base" "$work/base.packages"
    layout_layer "$work/base" gzip "shells and coreutils"

    debian_python "$work/python" "$work/python.packages" "$version"
    if command -v zstd >/dev/null; then compression=zstd; fi
    layout_layer "$work/python" "$compression" "python3"

    mkdir -p "$work/slim/usr/share"
    : >"$work/slim/usr/share/.wh.doc"
    : >"$work/slim/usr/share/.wh.man"
    layout_layer "$work/slim" gzip "without documentation"
}
