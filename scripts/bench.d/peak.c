// peak FILE COMMAND [WORD]…: runs the command and writes to the file the most
// memory, in KiB, that it or one of the processes it waited for ever had in
// core. A parent for this must itself be small: until its execve a child
// counts as large as what it was forked from.

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words)
{
    if (count < 3) {
        fputs("usage: peak FILE COMMAND [WORD]...\n", stderr);
        return 2;
    }
    pid_t child = vfork();
    if (child == 0) {
        execvp(words[2], words + 2);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("peak");
        return 1;
    }
    FILE *file = fopen(words[1], "we");
    if (file == NULL || fprintf(file, "%ld\n", usage.ru_maxrss) < 0 || fclose(file) != 0) {
        perror(words[1]);
        return 1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
