// A JSON writer that keeps no tree: each call prints at once, and only the
// place of the next comma is remembered. `key` is NULL inside an array.
#ifndef PROBE_JSON_H
#define PROBE_JSON_H

#include <stdbool.h>

void json_open_object(const char *key);
void json_close_object(void);
void json_open_array(const char *key);
void json_close_array(void);

void json_string(const char *key, const char *value);
void json_number(const char *key, long long value);
void json_boolean(const char *key, bool value);
void json_null(const char *key);
// A number as `0x` and 16 digits, for sets of bits.
void json_hex(const char *key, unsigned long long value);
// The name of an errno (`EPERM`), or `OK` for zero.
void json_errno(const char *key, int number);

// Ends the document with a newline and flushes it.
void json_finish(void);

#endif
