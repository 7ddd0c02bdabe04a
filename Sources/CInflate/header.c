// A block's header (RFC 1951, 3.2.3 to 3.2.7).
#include <string.h>

#include "state.h"

// Takes bits from the cursor; where there are too few, the header is read anew, later.
static bool take(struct cursor *cursor, unsigned count, unsigned *value) {
    refill_carefully(cursor);
    if (cursor->bit_count < count) return false;
    *value = low_bits(cursor->bits, count);
    cursor->bits >>= count;
    cursor->bit_count -= count;
    return true;
}

static enum run read_stored(struct skiff_inflate *inflate, struct cursor *cursor) {
    unsigned length, complement, ignored;
    if (!take(cursor, cursor->bit_count % 8, &ignored)) return run_out_of_input;
    if (!take(cursor, 16, &length) || !take(cursor, 16, &complement)) return run_out_of_input;
    if (length != (complement ^ 0xffff)) return refuse(inflate, "a stored block of two different lengths");
    // Its content is bytes of the input as they lie there.
    return_bytes(cursor);
    inflate->stored = length;
    inflate->phase = phase_stored;
    return run_complete;
}

static enum run use_fixed_codes(struct skiff_inflate *inflate) {
    inflate->phase = phase_symbols;
    if (inflate->has_fixed_tables) return run_complete;
    uint8_t lengths[literal_count];
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    build_table(inflate->literals, code_of_literals, lengths, literal_count);
    memset(lengths, 5, distance_count);
    build_table(inflate->distances, code_of_distances, lengths, distance_count);
    inflate->has_fixed_tables = true;
    return run_complete;
}

static enum run read_length_code(struct skiff_inflate *inflate, struct cursor *cursor, uint32_t *table) {
    static const uint8_t order[length_code_count] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint8_t lengths[length_code_count] = {0};
    unsigned count, length;
    if (!take(cursor, 4, &count)) return run_out_of_input;
    for (unsigned index = 0; index < count + 4; index++) {
        if (!take(cursor, 3, &length)) return run_out_of_input;
        lengths[order[index]] = length;
    }
    if (!build_table(table, code_of_lengths, lengths, length_code_count)) {
        return refuse(inflate, "lengths that make no code");
    }
    return run_complete;
}

// Lengths are written with repetitions: 16 repeats the last, 17 and 18 are runs of zeros.
static enum run read_lengths(
    struct skiff_inflate *inflate, struct cursor *cursor, const uint32_t *table, uint8_t *lengths, unsigned total) {
    static const uint8_t extra[] = {2, 3, 7}, least[] = {3, 3, 11};
    for (unsigned index = 0; index < total;) {
        refill_carefully(cursor);
        uint32_t entry = table[low_bits(cursor->bits, length_code_bits)];
        unsigned symbol = entry_value(entry), repeated = 1, more;
        if (!take(cursor, entry_bits(entry), &more)) return run_out_of_input;
        uint8_t length = symbol;
        if (symbol >= 16) {
            if (!take(cursor, extra[symbol - 16], &more)) return run_out_of_input;
            repeated = least[symbol - 16] + more;
            if (symbol == 16 && index == 0) return refuse(inflate, "a length that repeats none");
            length = symbol == 16 ? lengths[index - 1] : 0;
        }
        if (repeated > total - index) return refuse(inflate, "more lengths than symbols");
        memset(lengths + index, length, repeated);
        index += repeated;
    }
    return run_complete;
}

static enum run read_codes(struct skiff_inflate *inflate, struct cursor *cursor) {
    unsigned literals, distances;
    if (!take(cursor, 5, &literals) || !take(cursor, 5, &distances)) return run_out_of_input;
    literals += 257;
    distances += 1;
    if (literals > 286 || distances > 30) return refuse(inflate, "more symbols than there are");
    uint32_t table[length_code_table_capacity];
    enum run run = read_length_code(inflate, cursor, table);
    if (run != run_complete) return run;
    uint8_t lengths[286 + 30];
    run = read_lengths(inflate, cursor, table, lengths, literals + distances);
    if (run != run_complete) return run;
    if (lengths[256] == 0) return refuse(inflate, "a block without an end");
    inflate->has_fixed_tables = false;
    if (!build_table(inflate->literals, code_of_literals, lengths, literals) ||
        !build_table(inflate->distances, code_of_distances, lengths + literals, distances)) {
        return refuse(inflate, "lengths that make no code");
    }
    inflate->phase = phase_symbols;
    return run_complete;
}

enum run read_block_header(struct skiff_inflate *inflate, struct cursor *cursor) {
    struct cursor before = *cursor;
    unsigned is_last, type;
    enum run run = run_out_of_input;
    if (take(cursor, 1, &is_last) && take(cursor, 2, &type)) {
        switch (type) {
        case 0: run = read_stored(inflate, cursor); break;
        case 1: run = use_fixed_codes(inflate); break;
        case 2: run = read_codes(inflate, cursor); break;
        default: run = refuse(inflate, "a block of a type that there is not"); break;
        }
        inflate->is_last_block = is_last;
    }
    if (run == run_out_of_input) *cursor = before;
    return run;
}
