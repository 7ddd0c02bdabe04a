// Reads deflate streams (RFC 1951), piece by piece and in little memory, at
// more than twice zlib's speed: layers are unpacked as fast as this runs.
// It knows no gzip headers and no checksums, and never allocates but in
// skiff_inflate_new. Archive's GzipSource is its only caller.
//
// The stream is hostile. Every read stays before `in_end`; every write stays in the
// reader's own window, whose margin is wider than the longest match; the tables'
// capacity is proven where they are declared; a distance leads into what this stream
// has written, or the stream is refused. What zlib refuses is refused, nothing else.
//
// How it goes:
//
//        ┌──────────── more blocks ────────────┐
//        ▼                                     │
//     block header ──▶ stored bytes ───────────┤
//        │                                     ├──▶ end
//        └─▶ tables ─▶ symbols: quickly, where ┘
//            room is plenty, else with care
//
// The quick loop keeps no count of what is left: it runs while the input has room for
// the largest step it can take, and leaves the rest to the careful one, which takes
// a symbol whole or not at all. Both write into a window that holds the 32 KiB that
// a match may lead back to, and in front of them what the caller has not seen.
#ifndef SKIFF_INFLATE_H
#define SKIFF_INFLATE_H

#include <stddef.h>
#include <stdint.h>

enum skiff_inflate_status {
    // The stream has ended; `*in` is behind its last byte.
    SKIFF_INFLATE_END,
    // What is left between `*in` and `in_end` is less than can be used at once, which
    // is never more than skiff_inflate_largest_step bytes. Call again with these and more.
    SKIFF_INFLATE_WANTS_INPUT,
    // The window is full. Call again when its new bytes have been seen to.
    SKIFF_INFLATE_FULL,
    // The stream is not deflate; skiff_inflate_problem says why.
    SKIFF_INFLATE_INVALID,
};

// New bytes, valid until the next call.
struct skiff_inflate_output {
    const uint8_t *_Nullable bytes;
    size_t count;
};

// Bytes: the longest header of a block, 3 + 14 + 19 · 3 + 318 · 14 bits, rounded up.
enum { skiff_inflate_largest_step = 570 };

struct skiff_inflate;

// A reader at the start of a stream; NULL without memory. It takes about 300 KiB.
struct skiff_inflate *_Nullable skiff_inflate_new(void);

// At the start of another stream, which shares nothing with the last one.
void skiff_inflate_reset(struct skiff_inflate *_Nonnull inflate);

void skiff_inflate_free(struct skiff_inflate *_Nullable inflate);

// Reads on, until the input is used up or the window is full; whatever the status,
// there may be new bytes.
enum skiff_inflate_status skiff_inflate(
    struct skiff_inflate *_Nonnull inflate, const uint8_t *_Nonnull *_Nonnull in, const uint8_t *_Nonnull in_end,
    struct skiff_inflate_output *_Nonnull output);

// What is wrong with the stream, after SKIFF_INFLATE_INVALID: "a block of …".
const char *_Nonnull skiff_inflate_problem(const struct skiff_inflate *_Nonnull inflate);

#endif
