// The small init of `--init`.
#include "skiff_init.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *what, const char *name, int error) {
    const char *parts[] = {"skiff-init: ", what, " ", name, ": ", strerror(error), "\n"};
    for (size_t index = 0; index < sizeof parts / sizeof parts[0]; index++) {
        if (write(2, parts[index], strlen(parts[index])) < 0) return;
    }
}

static void start(char *const *argv, const sigset_t *mask) {
    // A process group of its own, in the foreground of the terminal if there
    // is one, so that what is typed reaches it.
    setpgid(0, 0);
    tcsetpgrp(0, getpid());
    signal(SIGTTOU, SIG_DFL);
    signal(SIGTTIN, SIG_DFL);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(argv[0], argv);
    int error = errno;
    say("cannot run", argv[0], error);
    _exit(error == ENOENT || error == ENOTDIR ? 127 : 126);
}

_Noreturn void skiff_init(char *const *argv) {
    sigset_t all, former;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &former);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGTTIN, SIG_IGN);
    pid_t child = fork();
    if (child < 0) {
        say("cannot start", argv[0], errno);
        _exit(125);
    }
    if (child == 0) start(argv, &former);
    for (;;) {
        siginfo_t info;
        int signal_number = sigwaitinfo(&all, &info);
        if (signal_number < 0) continue;
        if (signal_number != SIGCHLD) {
            kill(child, signal_number);
            continue;
        }
        int status;
        pid_t ended;
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            if (ended != child) continue;
            _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
        }
    }
}
