// One call: the blocks of a stream, as far as input and output go.
#include "skiff_inflate.h"

#include <stdlib.h>
#include <string.h>

#include "state.h"

struct skiff_inflate *skiff_inflate_new(void) {
    struct skiff_inflate *inflate = malloc(sizeof *inflate);
    if (inflate != NULL) {
        inflate->has_fixed_tables = false;
        skiff_inflate_reset(inflate);
    }
    return inflate;
}

void skiff_inflate_reset(struct skiff_inflate *inflate) {
    inflate->phase = phase_header;
    inflate->is_last_block = false;
    inflate->bits = 0;
    inflate->bit_count = 0;
    inflate->stored = 0;
    inflate->written = 0;
    inflate->problem = "";
}

void skiff_inflate_free(struct skiff_inflate *inflate) { free(inflate); }

const char *skiff_inflate_problem(const struct skiff_inflate *inflate) { return inflate->problem; }

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static enum run copy_stored(struct skiff_inflate *inflate, struct cursor *cursor) {
    size_t count = smallest(inflate->stored, cursor->in_end - cursor->in, cursor->out_end - cursor->out);
    memcpy(cursor->out, cursor->in, count);
    cursor->in += count;
    cursor->out += count;
    inflate->stored -= count;
    if (inflate->stored == 0) return run_complete;
    return cursor->in == cursor->in_end ? run_out_of_input : run_window_full;
}

static enum run read_symbols(struct skiff_inflate *inflate, struct cursor *cursor) {
    enum run run = decode_quickly(inflate, cursor);
    return run == run_out_of_input ? decode_carefully(inflate, cursor) : run;
}

static enum skiff_inflate_status read_blocks(struct skiff_inflate *inflate, struct cursor *cursor) {
    while (inflate->phase != phase_end) {
        enum phase phase = inflate->phase;
        enum run run = phase == phase_header ? read_block_header(inflate, cursor)
            : phase == phase_stored          ? copy_stored(inflate, cursor)
                                             : read_symbols(inflate, cursor);
        switch (run) {
        case run_out_of_input: return SKIFF_INFLATE_WANTS_INPUT;
        case run_window_full: return SKIFF_INFLATE_FULL;
        case run_invalid: return SKIFF_INFLATE_INVALID;
        case run_complete: break;
        }
        if (phase != phase_header) inflate->phase = inflate->is_last_block ? phase_end : phase_header;
    }
    return SKIFF_INFLATE_END;
}

// Makes room in a full window; what a match may lead back to stays.
static void slide(struct skiff_inflate *inflate) {
    if (inflate->written < window_size) return;
    memmove(inflate->window, inflate->window + inflate->written - history_size, history_size);
    inflate->written = history_size;
}

enum skiff_inflate_status skiff_inflate(
    struct skiff_inflate *inflate, const uint8_t **in, const uint8_t *in_end, struct skiff_inflate_output *output) {
    slide(inflate);
    struct cursor cursor = {
        .in = *in,
        .in_end = in_end,
        .bits = inflate->bits,
        .bit_count = inflate->bit_count,
        .out = inflate->window + inflate->written,
        .out_end = inflate->window + window_size,
    };
    output->bytes = cursor.out;
    enum skiff_inflate_status status = read_blocks(inflate, &cursor);
    return_bytes(&cursor);
    output->count = cursor.out - output->bytes;
    inflate->written += output->count;
    inflate->bits = cursor.bits;
    inflate->bit_count = cursor.bit_count;
    *in = cursor.in;
    return status;
}
