// subreaper COMMAND…: runs the command and inherits every process it leaves
// behind, as process 1 would (PR_SET_CHILD_SUBREAPER, prctl(2)), but reaps them
// at once: tests that look for leftovers must not see a zombie that only waits
// for a slow init. Ends as soon as the command does, with its status.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc < 2) {
        fputs("usage: subreaper COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    pid_t command = fork();
    if (command == 0) {
        execvp(argv[1], argv + 1);
        fprintf(stderr, "subreaper: cannot run %s: %s\n", argv[1], strerror(errno));
        _exit(127);
    }
    int status = 0;
    pid_t ended;
    do {
        ended = wait(&status);
    } while (ended != command && (ended > 0 || errno == EINTR));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
