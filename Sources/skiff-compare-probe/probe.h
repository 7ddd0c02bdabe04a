// The program that `skiff compare` runs in containers and in virtual machines. Static, so
// that it runs in any image, one without a shell, too. What it finds it says on its
// standard output, a line each: `skiff-compare: NAME VALUE`.
#ifndef SKIFF_COMPARE_PROBE_H
#define SKIFF_COMPARE_PROBE_H

#include <stdint.h>

// Where the program stands in every root.
#define PROBE_PATH "/skiff-compare-probe"

// One line, at one go. A console may have words of the kernel's on the same line.
void say(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Ends with 1 and a line that says what failed.
void fail(const char *what) __attribute__((noreturn));

// Nanoseconds on the clock that never jumps.
uint64_t now(void);

// The first process of a virtual machine: makes it ready, runs the program with
// these words, and ends the machine with it.
int machine(char **words) __attribute__((noreturn));

// Answers one HTTP request and ends.
void serve(const char *address, const char *port);

// Processor, system calls, files, loopback. The file is made in the directory.
void benchmark(const char *directory);

// What can be seen from here.
void look(void);

// Which system calls a filter lets through, without making any of them.
void count_calls(void);

// How fast the processor's time stamp counter counts.
void counter_frequency(void);

// Brings an interface up, with an address if one is given. Negative: it couldn't.
int bring_up(const char *interface, const char *address);

#endif
