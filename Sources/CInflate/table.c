// Huffman codes' tables, from the lengths of their codes (RFC 1951, 3.2.2).
#include "table.h"

#include <string.h>

static const uint16_t length_base[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                       31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_extra[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_base[] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                         193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

enum { block_end_symbol = 256, first_length_symbol = 257 };

// What a symbol means; the bits of its code are still to be added.
static uint32_t meaning(enum code code, unsigned symbol) {
    unsigned value = symbol, extra = 0;
    switch (code) {
    case code_of_lengths: break;
    case code_of_literals:
        if (symbol < block_end_symbol) return ENTRY_LITERAL | symbol << 16;
        if (symbol == block_end_symbol) return ENTRY_SPECIAL | ENTRY_BLOCK_END;
        if (symbol - first_length_symbol >= sizeof length_extra) return ENTRY_SPECIAL;
        value = length_base[symbol - first_length_symbol];
        extra = length_extra[symbol - first_length_symbol];
        break;
    case code_of_distances:
        if (symbol >= sizeof distance_base / sizeof *distance_base) return ENTRY_SPECIAL;
        value = distance_base[symbol];
        extra = symbol < 2 ? 0 : symbol / 2 - 1;
        break;
    }
    return value << 16 | extra;
}

static uint32_t entry(enum code code, unsigned symbol, unsigned code_bits) {
    return meaning(code, symbol) + (code_bits << 8 | code_bits);
}

static unsigned index_bits(enum code code) {
    switch (code) {
    case code_of_lengths: return length_code_bits;
    case code_of_literals: return literal_bits;
    case code_of_distances: return distance_bits;
    }
    __builtin_unreachable();
}

// The code after this one, both with their first bit lowest, as the stream has them.
static unsigned next_code(unsigned reversed, unsigned length) {
    unsigned bit = 1u << (length - 1);
    while (reversed & bit) bit >>= 1;
    return bit == 0 ? 0 : (reversed & (bit - 1)) | bit;
}

// How many bits index a second table that starts with a code of this length; `left`
// counts the symbols of each length that have no place yet.
static unsigned second_table_bits(const uint16_t *left, unsigned length, unsigned first_bits) {
    unsigned bits = length - first_bits, used = left[length];
    while (used < 1u << bits && first_bits + bits < longest_code) {
        bits++;
        used = 2 * used + left[first_bits + bits];
    }
    return bits;
}

// Orders the symbols by the length of their codes, then by themselves.
static void sort(uint16_t *sorted, const uint16_t *counts, const uint8_t *lengths, unsigned count) {
    uint16_t next[longest_code + 1];
    next[1] = 0;
    for (unsigned length = 1; length < longest_code; length++) next[length + 1] = next[length] + counts[length];
    for (unsigned symbol = 0; symbol < count; symbol++) {
        if (lengths[symbol] != 0) sorted[next[lengths[symbol]]++] = symbol;
    }
}

// How many codes of the longest length are left over: zero when every sequence of
// bits means something, negative when there are more symbols than codes.
static int codes_left(const uint16_t *counts) {
    int left = 1;
    for (unsigned length = 1; length <= longest_code && left >= 0; length++) left = 2 * left - counts[length];
    return left;
}

// The one code that may leave sequences out has a single symbol of one bit, or none.
static bool may_be_incomplete(const uint16_t *counts, enum code code) {
    unsigned total = 0;
    for (unsigned length = 1; length <= longest_code; length++) total += counts[length];
    return code != code_of_lengths && total == counts[1] && total <= 1;
}

static void fill(uint32_t *table, unsigned size, unsigned start, unsigned step, uint32_t value) {
    for (unsigned index = start; index < size; index += step) table[index] = value;
}

bool build_table(uint32_t *table, enum code code, const uint8_t *lengths, unsigned count) {
    uint16_t counts[longest_code + 1] = {0}, sorted[literal_count];
    for (unsigned symbol = 0; symbol < count; symbol++) counts[lengths[symbol]]++;
    counts[0] = 0;
    int left_over = codes_left(counts);
    if (left_over < 0 || (left_over > 0 && !may_be_incomplete(counts, code))) return false;
    sort(sorted, counts, lengths, count);

    unsigned first_bits = index_bits(code), first_size = 1u << first_bits, end = first_size;
    const uint16_t *symbol = sorted;
    unsigned reversed = 0, length = 1;
    if (left_over > 0) fill(table, first_size, 0, 1, ENTRY_SPECIAL | 1 << 8 | 1);
    for (; length <= first_bits; length++) {
        for (unsigned left = counts[length]; left > 0; left--) {
            fill(table, first_size, reversed, 1u << length, entry(code, *symbol++, length));
            reversed = next_code(reversed, length);
        }
    }
    unsigned start = 0, second_bits = 0, prefix = first_size;
    for (; length <= longest_code; length++) {
        while (counts[length] > 0) {
            if ((reversed & (first_size - 1)) != prefix) {
                prefix = reversed & (first_size - 1);
                start = end;
                second_bits = second_table_bits(counts, length, first_bits);
                end += 1u << second_bits;
                table[prefix] = ENTRY_SPECIAL | ENTRY_SECOND_TABLE | start << 16 | second_bits << 8 | first_bits;
            }
            unsigned rest = length - first_bits;
            fill(table + start, 1u << second_bits, reversed >> first_bits, 1u << rest, entry(code, *symbol++, rest));
            reversed = next_code(reversed, length);
            counts[length]--;
        }
    }
    return true;
}
