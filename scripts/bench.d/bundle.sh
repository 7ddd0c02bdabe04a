# shellcheck shell=bash disable=SC2154 # the script that reads this sets source_root
# make_bundle DIRECTORY [limits]: a bundle of the busybox fixture that runs
# `true` as Skiff would by itself.
make_bundle() {
    local bundle=$1 image=$source_root/.build/fixtures/busybox manifest layer
    mkdir -p "$bundle/rootfs"
    # The first layer holds all that `true` needs.
    manifest=$(sed -n 's/.*"manifests":\[{[^}]*"digest":"sha256:\([0-9a-f]*\)".*/\1/p' "$image/index.json")
    layer=$(sed -n 's/.*"layers":\[{[^}]*"digest":"sha256:\([0-9a-f]*\)".*/\1/p' "$image/blobs/sha256/$manifest")
    tar --extract --gzip --directory "$bundle/rootfs" --file "$image/blobs/sha256/$layer"
    (cd "$bundle" && runc spec)
    echo '#include <sys/syscall.h>' | gcc -E -dM - | sed -n 's/^#define __NR_\([a-z0-9_]*\) .*/\1/p' |
        python3 "$source_root/scripts/bench.d/bundle.py" "$bundle/config.json" "${@:2}"
}
