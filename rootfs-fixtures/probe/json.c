#include "json.h"

#include <stdio.h>
#include <string.h>

static bool first = true;

// The length of the UTF-8 sequence at `text`, or 0 if it is none.
static int sequence_length(const unsigned char *text) {
    int length = text[0] < 0x80 ? 1 : text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : text[0] >= 0xc2 ? 2 : 0;
    if (text[0] > 0xf4) return 0;
    for (int i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) return 0;
    }
    return length;
}

// A byte that is no UTF-8 appears as the code point of its value, so that
// the document is always valid.
static void print_quoted(const char *value) {
    const unsigned char *text = (const unsigned char *)value;
    putchar('"');
    while (*text != '\0') {
        int length = sequence_length(text);
        if (length > 1) {
            fwrite(text, 1, (size_t)length, stdout);
            text += length;
            continue;
        }
        if (length == 0 || *text < 0x20 || *text == 0x7f) {
            printf("\\u%04x", *text);
        } else {
            if (*text == '"' || *text == '\\') putchar('\\');
            putchar(*text);
        }
        text++;
    }
    putchar('"');
}

static void begin_value(const char *key) {
    if (!first) putchar(',');
    first = false;
    if (key != NULL) {
        print_quoted(key);
        putchar(':');
    }
}

static void open_container(const char *key, char bracket) {
    begin_value(key);
    putchar(bracket);
    first = true;
}

static void close_container(char bracket) {
    putchar(bracket);
    first = false;
}

void json_open_object(const char *key) { open_container(key, '{'); }
void json_close_object(void) { close_container('}'); }
void json_open_array(const char *key) { open_container(key, '['); }
void json_close_array(void) { close_container(']'); }

void json_string(const char *key, const char *value) {
    begin_value(key);
    print_quoted(value);
}

void json_number(const char *key, long long value) {
    begin_value(key);
    printf("%lld", value);
}

void json_boolean(const char *key, bool value) {
    begin_value(key);
    fputs(value ? "true" : "false", stdout);
}

void json_null(const char *key) {
    begin_value(key);
    fputs("null", stdout);
}

void json_hex(const char *key, unsigned long long value) {
    begin_value(key);
    printf("\"0x%016llx\"", value);
}

void json_errno(const char *key, int number) {
    const char *name = number == 0 ? "OK" : strerrorname_np(number);
    json_string(key, name != NULL ? name : "unknown");
}

void json_finish(void) {
    putchar('\n');
    fflush(stdout);
}
