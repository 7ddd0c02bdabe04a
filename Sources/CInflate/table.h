// Decoding tables of Huffman codes: the next bits of the stream are the index,
// the entry says what they mean and how many of them it was. Codes longer than
// the table's index lead on to a second table.
#ifndef SKIFF_INFLATE_TABLE_H
#define SKIFF_INFLATE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    longest_code = 15,
    literal_count = 288,
    distance_count = 32,
    length_code_count = 19,

    literal_bits = 11,
    distance_bits = 8,
    length_code_bits = 7,

    // A second table of 2^k entries has no more bits than its longest code needs, so
    // at least k + 1 symbols are in it; 2^k / (k + 1) grows with k, which is
    // 15 - 11 and 15 - 8 at most. So 288 · 16 / 5 and 32 · 128 / 8 entries are enough.
    literal_table_capacity = (1 << literal_bits) + literal_count * 16 / 5 + 1,
    distance_table_capacity = (1 << distance_bits) + distance_count * 128 / 8,
    // The lengths' codes have seven bits at most.
    length_code_table_capacity = 1 << length_code_bits,
};

// An entry, from its lowest bit:
//    0…7    how many bits it takes: its code, and the extra bits that follow
//    8…12   how many of these are the code; of a second table, the bits of its index
//   13…15   what it is, if not a value with extra bits
//   16…30   the literal, the length or distance without its extra bits, or where
//           the second table starts
//   31      it is a literal
#define ENTRY_LITERAL (UINT32_C(1) << 31)
#define ENTRY_SPECIAL (UINT32_C(1) << 15)
#define ENTRY_SECOND_TABLE (UINT32_C(1) << 14)
#define ENTRY_BLOCK_END (UINT32_C(1) << 13)

static inline unsigned entry_bits(uint32_t entry) { return entry & 0xff; }
static inline unsigned entry_code_bits(uint32_t entry) { return entry >> 8 & 0x1f; }
static inline unsigned entry_value(uint32_t entry) { return entry >> 16 & 0x7fff; }

enum code { code_of_lengths, code_of_literals, code_of_distances };

// Builds the table of a canonical code from its symbols' lengths, 0…15.
// Returns false when the lengths are those of no code: too many for their length, or
// too few, unless it is a single code of one bit or none at all (RFC 1951, 3.2.7).
bool build_table(uint32_t *table, enum code code, const uint8_t *lengths, unsigned count);

#endif
