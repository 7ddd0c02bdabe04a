# shellcheck shell=bash
# The busybox image with the probe as a third layer: /probe.

# shellcheck source=../busybox/recipe.sh
. "${BASH_SOURCE[0]%/*}/../busybox/recipe.sh"

recipe() {
    local tree=$1/probe
    busybox_layers "$1"
    mkdir "$tree"
    gcc -static -O2 -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -o "$tree/probe" "${BASH_SOURCE[0]%/*}"/*.c
    layout_layer "$tree" gzip "the probe"
}
