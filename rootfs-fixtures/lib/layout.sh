# shellcheck shell=bash
# Writes an OCI image layout (image-spec, image-layout.md) with nothing but
# tar, gzip or zstd, and sha256sum. The same files give the same digests:
# entries are sorted, times are the epoch, owners are numbers.
#
#   layout_begin DIRECTORY
#   layout_layer TREE gzip "what it is"      one call a layer, lowest first
#   layout_end NAME:TAG COMMAND…

layout_begin() {
    layout=$1
    layer_descriptors=() diff_ids=() histories=()
    mkdir -p "$layout/blobs/sha256"
    printf '{"imageLayoutVersion":"1.0.0"}\n' >"$layout/oci-layout"
}

# Moves a file into the layout and answers its digest, in hexadecimal.
layout_store() {
    local digest
    digest=$(sha256sum "$1")
    digest=${digest%% *}
    chmod 0644 "$1"
    mv "$1" "$layout/blobs/sha256/$digest"
    printf '%s' "$digest"
}

# A descriptor of a stored blob: media type, digest.
layout_descriptor() {
    printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' \
        "$1" "$2" "$(stat -c %s "$layout/blobs/sha256/$2")"
}

# The owners may be the builder's: every entry becomes root's. Without atime
# and ctime a pax header holds only what does not change.
layout_tar() {
    tar --create --directory "$1" --file "$2" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --format=posix --pax-option=delete=atime,delete=ctime .
}

# layout_layer TREE COMPRESSION COMMENT: the tree becomes the next layer. A
# `.wh.NAME` in it hides NAME of the layers below, `.wh..wh..opq` all they
# have in that directory (image-spec, layer.md).
layout_layer() {
    local tree=$1 compression=$2 comment=$3 file=$layout/layer.tar media=application/vnd.oci.image.layer.v1.tar digest
    layout_tar "$tree" "$file"
    digest=$(sha256sum "$file")
    diff_ids+=("\"sha256:${digest%% *}\"")
    case $compression in
    gzip) gzip --no-name -6 "$file" && mv "$file.gz" "$file" ;;
    zstd) zstd --quiet --rm -3 "$file" -o "$file.zst" && mv "$file.zst" "$file" ;;
    esac
    digest=$(layout_store "$file")
    layer_descriptors+=("$(layout_descriptor "$media+$compression" "$digest")")
    histories+=("{\"created\":\"1970-01-01T00:00:00Z\",\"created_by\":\"$comment\"}")
}

# A JSON array of its arguments, which are JSON already.
layout_array() {
    local IFS=,
    printf '[%s]' "$*"
}

# layout_end NAME:TAG WORD…: writes the configuration, whose command is the
# words, the manifest, and the index that names it.
layout_end() {
    local name=$1 architecture words=() word
    shift
    for word; do words+=("\"$word\""); done
    architecture=$(dpkg --print-architecture)

    printf '{"created":"1970-01-01T00:00:00Z","architecture":"%s","os":"linux","config":{"Env":["%s"],"Cmd":%s},"rootfs":{"type":"layers","diff_ids":%s},"history":%s}' \
        "$architecture" "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
        "$(layout_array "${words[@]}")" "$(layout_array "${diff_ids[@]}")" "$(layout_array "${histories[@]}")" \
        >"$layout/config"
    local config manifest
    config=$(layout_descriptor application/vnd.oci.image.config.v1+json "$(layout_store "$layout/config")")

    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":%s}' \
        "$config" "$(layout_array "${layer_descriptors[@]}")" >"$layout/manifest"
    manifest=$(layout_descriptor application/vnd.oci.image.manifest.v1+json "$(layout_store "$layout/manifest")")

    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s,"platform":{"architecture":"%s","os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"%s"}}]}\n' \
        "${manifest%\}}" "$architecture" "$name" >"$layout/index.json"
}
