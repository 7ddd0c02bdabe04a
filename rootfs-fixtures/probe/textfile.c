#include "textfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int read_line(const char *path, char *line, size_t size) {
    FILE *file = fopen(path, "re");
    if (file == NULL) return -1;
    char *read = fgets(line, (int)size, file);
    fclose(file);
    if (read == NULL) return -1;
    line[strcspn(line, "\n")] = '\0';
    return 0;
}

long long status_number(const char *key) {
    FILE *file = fopen("/proc/self/status", "re");
    if (file == NULL) return -1;
    char line[1024];
    long long value = -1;
    size_t length = strlen(key);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, key, length) != 0 || line[length] != ':') continue;
        value = strtoll(line + length + 1, NULL, 10);
        break;
    }
    fclose(file);
    return value;
}
