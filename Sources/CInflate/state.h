// A reader's state, shared by the parts of CInflate.
#ifndef SKIFF_INFLATE_STATE_H
#define SKIFF_INFLATE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "skiff_inflate.h"
#include "table.h"

enum {
    // RFC 1951: no distance is longer.
    history_size = 32 << 10,
    // New bytes of one call. With the history they stay in a core's own cache.
    window_size = history_size + (224 << 10),
    // What the last step may write behind that: three literals, a match of 258
    // bytes and the word that is longest.
    window_margin = 3 + 258 + 48,
};

// Where in the stream the next call goes on.
enum phase { phase_header, phase_stored, phase_symbols, phase_end };

struct skiff_inflate {
    enum phase phase;
    bool is_last_block;
    // Both have the bits of the fixed codes, so that they needn't be built again.
    bool has_fixed_tables;
    // Bits of a byte that has been read, fewer than eight between two calls.
    uint64_t bits;
    unsigned bit_count;
    // Bytes of a stored block that are to come.
    size_t stored;
    const char *problem;
    uint32_t literals[literal_table_capacity];
    uint32_t distances[distance_table_capacity];
    // How much of the window has been written.
    size_t written;
    uint8_t window[window_size + window_margin];
};

// One call's view of its input, of the bits between, and of the window.
struct cursor {
    const uint8_t *in, *in_end;
    // Above `bit_count` are bits that are still to be read again, or zeros.
    uint64_t bits;
    unsigned bit_count;
    uint8_t *out;
    // Nothing is begun behind it.
    uint8_t *out_end;
};

// How a part of a block ended: without more input, with a full window, completely, or not rightly.
enum run { run_out_of_input, run_window_full, run_complete, run_invalid };

// Decodes symbols as long as the input has room for the largest of steps.
enum run decode_quickly(struct skiff_inflate *inflate, struct cursor *cursor);

// Decodes symbols up to the input's last bit.
enum run decode_carefully(struct skiff_inflate *inflate, struct cursor *cursor);

// Parses a block's header, whole or not at all, and builds its tables.
enum run read_block_header(struct skiff_inflate *inflate, struct cursor *cursor);

static inline enum run refuse(struct skiff_inflate *inflate, const char *problem) {
    inflate->problem = problem;
    return run_invalid;
}

static inline uint64_t low_bits(uint64_t bits, unsigned count) { return bits & ((UINT64_C(1) << count) - 1); }

// Fills up to 57 bits or more, as far as the input goes; those above are zeros.
static inline void refill_carefully(struct cursor *cursor) {
    while (cursor->bit_count <= 56 && cursor->in < cursor->in_end) {
        cursor->bits |= (uint64_t)*cursor->in++ << cursor->bit_count;
        cursor->bit_count += 8;
    }
}

// Gives whole bytes back to the input, and clears what is above the others.
static inline void return_bytes(struct cursor *cursor) {
    cursor->in -= cursor->bit_count / 8;
    cursor->bit_count %= 8;
    cursor->bits = low_bits(cursor->bits, cursor->bit_count);
}

#endif
