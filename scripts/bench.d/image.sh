# shellcheck shell=bash disable=SC2154 # source_root is the caller's
# A realistic image for `bench images`, made offline from Debian's and PyPI's
# packages: a compiler, Python with its numerical libraries, the sources of a
# large program. About 700 MB and 20 000 files in three layers.
#
#   make_image DIRECTORY gzip|zstd    an OCI layout, made once

# shellcheck source=../../rootfs-fixtures/lib/layout.sh
. "$source_root/rootfs-fixtures/lib/layout.sh"
# shellcheck source=../../rootfs-fixtures/debian/recipe.sh
. "$source_root/rootfs-fixtures/debian/recipe.sh"

tool_packages=(
    binutils-common binutils-x86-64-linux-gnu cpp-12 g++-12 gcc-12 git libbinutils libc6-dev libgcc-12-dev libgmp10 libisl23
    libmpc3 libmpfr6 libperl5.36 libstdc++-12-dev linux-libc-dev perl-base perl-modules-5.36
)
python_packages=(libpython3.11-minimal libpython3.11-stdlib python3.11-minimal)
python_wheels=(matplotlib numpy pandas scikit-learn scipy)

make_tools() {
    debian_fetch "$1/tools.packages" "${base_packages[@]}" "${tool_packages[@]}"
    debian_base "$1/tools" "$1/tools.packages"
}

make_python() {
    debian_fetch "$1/python.packages" "${python_packages[@]}"
    debian_unpack "$1/python.packages" "$1/python"
    pip download --quiet --no-deps --only-binary :all: --python-version 3.11 --dest "$1/wheels" "${python_wheels[@]}"
    local wheel
    for wheel in "$1"/wheels/*.whl; do
        python3 -m zipfile -e "$wheel" "$1/python/usr/lib/python3/dist-packages"
    done
}

make_application() {
    debian_fetch "$1/application.packages" golang-1.19-src
    mkdir -p "$1/application"
    dpkg-deb --fsys-tarfile "$1/application.packages"/*.deb | tar --extract --directory "$1/application"
}

make_image() {
    local output=$1 compression=$2 partial work
    if [ -e "$output" ]; then return; fi
    say "making the image of the bench ($compression)"
    mkdir -p "${output%/*}"
    partial=$(mktemp -d "$output.XXXXXX")
    work=$partial/work
    mkdir "$work"
    layout_begin "$partial/layout"
    make_tools "$work"
    layout_layer "$work/tools" "$compression" "a compiler"
    make_python "$work"
    layout_layer "$work/python" "$compression" "Python and numerical libraries"
    make_application "$work"
    layout_layer "$work/application" "$compression" "an application"
    layout_end bench.local/image:latest sh
    mv -T "$partial/layout" "$output"
    rm -rf "$partial"
}
