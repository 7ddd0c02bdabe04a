// The careful loop: near the end of the input, a symbol at a time.
#include "state.h"

// A symbol and what follows it, before it is known whether all its bits are there.
struct symbol {
    uint32_t entry;
    unsigned bits;
    unsigned value;
};

static struct symbol look_up(const uint32_t *table, unsigned index_bits, uint64_t bits) {
    struct symbol symbol = {.entry = table[low_bits(bits, index_bits)]};
    if (symbol.entry & ENTRY_SECOND_TABLE) {
        symbol.bits = index_bits;
        bits >>= index_bits;
        symbol.entry = table[entry_value(symbol.entry) + low_bits(bits, entry_code_bits(symbol.entry))];
    }
    symbol.bits += entry_bits(symbol.entry);
    symbol.value = entry_value(symbol.entry) + (low_bits(bits, entry_bits(symbol.entry)) >> entry_code_bits(symbol.entry));
    return symbol;
}

static void take(struct cursor *cursor, unsigned count) {
    cursor->bits >>= count;
    cursor->bit_count -= count;
}

static void copy_match(struct cursor *cursor, size_t length, size_t distance) {
    for (; length > 0; length--, cursor->out++) *cursor->out = *(cursor->out - distance);
}

enum run decode_carefully(struct skiff_inflate *inflate, struct cursor *cursor) {
    while (cursor->out < cursor->out_end) {
        refill_carefully(cursor);
        struct symbol symbol = look_up(inflate->literals, literal_bits, cursor->bits);
        // Missing bits are zeros: they may make a symbol of what is the start of another.
        if (symbol.bits > cursor->bit_count) return run_out_of_input;
        if (symbol.entry & ENTRY_LITERAL) {
            take(cursor, symbol.bits);
            *cursor->out++ = symbol.value;
            continue;
        }
        if (symbol.entry & ENTRY_BLOCK_END) {
            take(cursor, symbol.bits);
            return run_complete;
        }
        if (symbol.entry & ENTRY_SPECIAL) return refuse(inflate, "a code that means nothing");
        struct symbol distance = look_up(inflate->distances, distance_bits, cursor->bits >> symbol.bits);
        if (symbol.bits + distance.bits > cursor->bit_count) return run_out_of_input;
        if (distance.entry & ENTRY_SPECIAL) return refuse(inflate, "a code that means nothing");
        if (distance.value > cursor->out - inflate->window) return refuse(inflate, "a match from before its start");
        take(cursor, symbol.bits + distance.bits);
        copy_match(cursor, symbol.value, distance.value);
    }
    return run_window_full;
}
