// Reading the kernel's text files.
#ifndef PROBE_TEXTFILE_H
#define PROBE_TEXTFILE_H

#include <stddef.h>

// Reads the first line of a file without its newline. -1 if it cannot be read.
int read_line(const char *path, char *line, size_t size);

// The value of a `Key:\tvalue` line of /proc/self/status as a number; -1 if
// the file or the line is absent.
long long status_number(const char *key);

#endif
