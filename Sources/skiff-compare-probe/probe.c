#include "probe.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void say(const char *name, const char *format, ...) {
    char line[1024];
    int length = snprintf(line, sizeof line, "skiff-compare: %s ", name);
    va_list arguments;
    va_start(arguments, format);
    length += vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
    va_end(arguments);
    if (length > (int)sizeof line - 2) length = (int)sizeof line - 2;
    line[length] = '\n';
    // Who doesn't read any more wants nothing any more.
    if (write(STDOUT_FILENO, line, (size_t)length + 1) < 0) _exit(1);
}

void fail(const char *what) {
    say("failed", "%s: %s", what, strerror(errno));
    exit(1);
}

uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

int main(int argc, char **argv) {
    const char *mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "machine") == 0) machine(argv + 2);
    // The first instruction: everything else comes after it.
    say("first", "%d", (int)getpid());
    if (strcmp(mode, "serve") == 0 && argc == 4) {
        serve(argv[2], argv[3]);
    } else if (strcmp(mode, "idle") == 0) {
        for (;;) pause();
    } else if (strcmp(mode, "benchmark") == 0 && argc == 3) {
        benchmark(argv[2]);
    } else if (strcmp(mode, "look") == 0) {
        look();
    } else if (strcmp(mode, "counter") == 0) {
        counter_frequency();
    } else {
        say("failed", "usage: machine|serve ADDRESS PORT|idle|benchmark DIRECTORY|look|counter");
        return 2;
    }
    say("done", "0");
    return 0;
}
