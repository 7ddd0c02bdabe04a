// The child of skiff_spawn: another program beside this one.
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

_Noreturn void skiff_child_become(const struct skiff_program *program) {
    setsid();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int stream = 0; stream <= 2; stream++) dup2(null, stream);
    skiff_close_range(3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
    for (size_t index = 0; index < program->inherited_count; index++) {
        skiff_fcntl_int(program->inherited[index], F_SETFD, 0);
    }
    execve(program->path, program->argv, program->envp);
    _exit(127);
}
