#include "actions.h"
#include "json.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void burn_processor(double seconds) {
    // The process's own time: throttling makes it last, as it should.
    clock_t end = clock() + (clock_t)(seconds * CLOCKS_PER_SEC);
    while (clock() < end) continue;
}

void fill_memory(long mebibytes) {
    const size_t size = 1 << 20;
    for (long i = 0; i < mebibytes; i++) {
        char *block = malloc(size);
        if (block == NULL) {
            fprintf(stderr, "probe: cannot allocate memory after %ld MiB\n", i);
            exit(1);
        }
        memset(block, (int)i | 1, size);
        // Without this the compiler may drop memory that nobody reads.
        __asm__ volatile("" : : "r"(block) : "memory");
    }
}

void report_forks(long count) {
    pid_t *children = calloc((size_t)count, sizeof *children);
    long started = 0;
    int error = 0;
    fflush(stdout);
    while (children != NULL && started < count) {
        pid_t child = fork();
        if (child == 0) {
            for (;;) pause();
        }
        if (child < 0) {
            error = errno;
            break;
        }
        children[started++] = child;
    }
    json_open_object("forks");
    json_number("started", started);
    json_errno("error", error);
    json_close_object();
    for (long i = 0; i < started; i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    free(children);
}

void sleep_for(double seconds) {
    struct timespec rest = {.tv_sec = (time_t)seconds};
    rest.tv_nsec = (long)((seconds - (double)rest.tv_sec) * 1e9);
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR) continue;
}

void die_of(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    signal(number, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    kill(getpid(), number);
}
