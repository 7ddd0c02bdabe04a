// The quick loop: nearly all of a stream's symbols are decoded here.
#include <endian.h>
#include <string.h>

#include "state.h"

// A step reads eight bytes at a time, three times, each no more than seven ahead.
enum { input_margin = 32 };

static inline uint64_t load(const uint8_t *from) {
    uint64_t word;
    memcpy(&word, from, sizeof word);
    return le64toh(word);
}

// Copies a match in words that overlap: up to 39 bytes are written behind its end. Most
// matches are short, so five words go without asking.
static inline __attribute__((always_inline)) void copy_match(uint8_t *out, const uint8_t *end, size_t distance) {
    const uint8_t *from = out - distance;
    if (distance >= 8) {
        for (int word = 0; word < 5; word++, out += 8, from += 8) memcpy(out, from, 8);
        for (; out < end; out += 8, from += 8) memcpy(out, from, 8);
    } else if (distance == 1) {
        for (uint8_t byte = *from; out < end; out += 16) memset(out, byte, 16);
    } else {
        // Each word begins with one period that is right and ends with what the next repairs.
        for (; out < end; out += distance, from += distance) {
            uint64_t word;
            memcpy(&word, from, 8);
            memcpy(out, &word, 8);
        }
    }
}

// Bits are added by whole words; those above the count are read again the next time.
#define REFILL()                                   \
    do {                                           \
        bits |= load(in) << count;                 \
        in += (63 - count) / 8;                    \
        count |= 56;                               \
    } while (0)

#define TAKE(taken)                                \
    do {                                           \
        bits >>= entry_bits(taken);                \
        count -= entry_bits(taken);                \
    } while (0)

#define LOOK_UP(table, index_bits) ((table)[low_bits(bits, index_bits)])
#define LOOK_UP_SECOND(table, first) ((table)[entry_value(first) + low_bits(bits, entry_code_bits(first))])
// The value of an entry together with its extra bits.
#define VALUE(entry) (entry_value(entry) + (low_bits(bits, entry_bits(entry)) >> entry_code_bits(entry)))

// The next symbol is looked up before more bits are added, and before the match's
// bytes are copied: neither has to wait for the other. A step has 56 bits at first: three
// literals of 11 and an index, or two and a length of 15 + 5; then 56 again for a distance of
// 15 + 13 and an index.
static inline __attribute__((always_inline)) enum run decode(struct skiff_inflate *inflate, struct cursor *cursor) {
    const uint32_t *literals = inflate->literals, *distances = inflate->distances;
    const uint8_t *in = cursor->in, *in_stop = cursor->in_end - input_margin;
    uint8_t *out = cursor->out, *out_end = cursor->out_end;
    uint64_t bits = cursor->bits;
    unsigned count = cursor->bit_count;
    enum run run = run_out_of_input;

    REFILL();
    uint32_t entry = LOOK_UP(literals, literal_bits);
    while (in <= in_stop && out < out_end) {
        if (entry & ENTRY_LITERAL) {
            TAKE(entry);
            *out++ = entry >> 16;
            entry = LOOK_UP(literals, literal_bits);
            if (entry & ENTRY_LITERAL) {
                TAKE(entry);
                *out++ = entry >> 16;
                entry = LOOK_UP(literals, literal_bits);
                if (entry & ENTRY_LITERAL) {
                    TAKE(entry);
                    *out++ = entry >> 16;
                    entry = LOOK_UP(literals, literal_bits);
                    REFILL();
                    continue;
                }
            }
        }
        if (entry & ENTRY_SPECIAL) {
            if (entry & ENTRY_SECOND_TABLE) {
                TAKE(entry);
                entry = LOOK_UP_SECOND(literals, entry);
            }
            if (entry & ENTRY_LITERAL) {
                TAKE(entry);
                *out++ = entry >> 16;
                entry = LOOK_UP(literals, literal_bits);
                REFILL();
                continue;
            }
            if (entry & ENTRY_SPECIAL) {
                TAKE(entry);
                run = entry & ENTRY_BLOCK_END ? run_complete : refuse(inflate, "a code that means nothing");
                break;
            }
        }
        size_t length = VALUE(entry);
        TAKE(entry);
        REFILL();
        entry = LOOK_UP(distances, distance_bits);
        if (entry & ENTRY_SPECIAL) {
            if (entry & ENTRY_SECOND_TABLE) {
                TAKE(entry);
                entry = LOOK_UP_SECOND(distances, entry);
            }
            if (entry & ENTRY_SPECIAL) {
                run = refuse(inflate, "a code that means nothing");
                break;
            }
        }
        size_t distance = VALUE(entry);
        TAKE(entry);
        if (distance > (size_t)(out - inflate->window)) {
            run = refuse(inflate, "a match from before its start");
            break;
        }
        entry = LOOK_UP(literals, literal_bits);
        REFILL();
        copy_match(out, out + length, distance);
        out += length;
    }
    cursor->in = in;
    cursor->bits = bits;
    cursor->bit_count = count;
    cursor->out = out;
    return_bytes(cursor);
    return run;
}

#if defined(__x86_64__)
#include <cpuid.h>

// Shifts and masks by a variable count are one instruction each with BMI2, which
// processors have had since 2013.
static __attribute__((target("bmi2"))) enum run decode_bmi2(struct skiff_inflate *inflate, struct cursor *cursor) {
    return decode(inflate, cursor);
}

static bool has_bmi2(void) {
    static int known;
    int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (answer == 0) {
        unsigned a, b, c, d;
        answer = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_BMI2) ? 1 : -1;
        __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
    }
    return answer > 0;
}
#endif

static enum run decode_anywhere(struct skiff_inflate *inflate, struct cursor *cursor) { return decode(inflate, cursor); }

enum run decode_quickly(struct skiff_inflate *inflate, struct cursor *cursor) {
    // A pointer before the input's start would not be defined.
    if (cursor->in_end - cursor->in < input_margin) return run_out_of_input;
#if defined(__x86_64__)
    if (has_bmi2()) return decode_bmi2(inflate, cursor);
#endif
    return decode_anywhere(inflate, cursor);
}
