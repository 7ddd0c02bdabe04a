// What a program is slowed down by: small, fixed pieces of work, timed by the clock inside.
#include "probe.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Each piece of work is done several times, an odd number, and the median told: who else runs
// on this processor disturbs one of them, not all.
enum { repetitions = 5, block = 64 << 10, file_size = 4 << 20, passes = 8, round_trips = 200, stream_size = 8 << 20 };

static char buffer[block];

static int compare(const void *first, const void *second) {
    double difference = *(const double *)first - *(const double *)second;
    return (difference > 0) - (difference < 0);
}

// The middle one of an odd number of values.
static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, compare);
    return values[count / 2];
}

// Primes below four million by sieve, then a chain of multiplications that none can skip.
static uint64_t calculate(unsigned char *composite, size_t limit) {
    memset(composite, 0, limit);
    for (size_t number = 2; number * number < limit; number++) {
        if (composite[number]) continue;
        for (size_t multiple = number * number; multiple < limit; multiple += number) composite[multiple] = 1;
    }
    uint64_t sum = 0;
    for (size_t number = 2; number < limit; number++) sum += !composite[number];
    for (int step = 0; step < 10000000; step++) sum = (sum ^ (sum >> 29)) * 0xbf58476d1ce4e5b9u + 1;
    return sum;
}

static void processor(void) {
    const size_t limit = 4000000;
    enum { times = 3 };
    double took[times];
    unsigned char *composite = malloc(limit);
    if (composite == NULL) fail("allocate memory");
    uint64_t sum = 0;
    for (int time = 0; time < times; time++) {
        uint64_t began = now();
        sum += calculate(composite, limit);
        took[time] = (double)(now() - began) / 1e6;
    }
    free(composite);
    // The sum is said so that no compiler leaves the work out.
    say("checksum", "%llx", (unsigned long long)sum);
    say("processor", "%.3f", median(took, times));
}

static void system_calls(void) {
    const int count = 20000;
    double took[repetitions];
    for (int time = 0; time < repetitions; time++) {
        uint64_t began = now();
        for (int call = 0; call < count; call++) syscall(SYS_getppid);
        took[time] = (double)(now() - began) / count;
    }
    say("system-call", "%.1f", median(took, repetitions));
}

static double mebibytes_per_second(double bytes, uint64_t began) {
    return bytes / ((double)(now() - began) / 1e9) / 1048576;
}

static void file_read(const char *directory) {
    char path[512];
    snprintf(path, sizeof path, "%s/skiff-compare-file", directory);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) fail(path);
    unlink(path);
    memset(buffer, 'x', sizeof buffer);
    for (int written = 0; written < file_size; written += block) {
        if (write(file, buffer, block) != block) fail("write a file");
    }
    double rates[repetitions];
    for (int time = 0; time < repetitions; time++) {
        uint64_t began = now();
        for (int pass = 0; pass < passes; pass++) {
            lseek(file, 0, SEEK_SET);
            while (read(file, buffer, block) > 0) {}
        }
        rates[time] = mebibytes_per_second((double)file_size * passes, began);
    }
    say("file-read", "%.1f", median(rates, repetitions));
    close(file);
}

static void echo_and_swallow(int peer) {
    for (int trip = 0; trip < round_trips * repetitions; trip++) {
        if (read(peer, buffer, 1) != 1 || write(peer, buffer, 1) != 1) _exit(1);
    }
    for (int time = 0; time < repetitions; time++) {
        for (ssize_t rest = stream_size, count; rest > 0; rest -= count) {
            if ((count = read(peer, buffer, block)) <= 0) _exit(1);
        }
        // That all has arrived.
        if (write(peer, buffer, 1) != 1) _exit(1);
    }
    _exit(0);
}

static void trips_and_stream(int peer) {
    double took[repetitions], rates[repetitions];
    for (int time = 0; time < repetitions; time++) {
        uint64_t began = now();
        for (int trip = 0; trip < round_trips; trip++) {
            if (write(peer, buffer, 1) != 1 || read(peer, buffer, 1) != 1) fail("round trip");
        }
        took[time] = (double)(now() - began) / round_trips / 1e3;
    }
    say("round-trip", "%.2f", median(took, repetitions));
    for (int time = 0; time < repetitions; time++) {
        uint64_t began = now();
        for (int sent = 0; sent < stream_size; sent += block) {
            if (write(peer, buffer, block) != block) fail("send");
        }
        if (read(peer, buffer, 1) != 1) fail("receive");
        rates[time] = mebibytes_per_second(stream_size, began);
    }
    say("stream", "%.1f", median(rates, repetitions));
}

// Both ends stay on the processor that this one is on, as in a machine that has but one:
// otherwise the scheduler puts them together or apart as it likes, which makes twice the time.
static void stay_on_processor(void) {
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET((size_t)sched_getcpu(), &here);
    sched_setaffinity(0, sizeof here, &here);
}

static void loopback(void) {
    // Where the interface is up already nobody needs the right to bring it up.
    bring_up("lo", NULL);
    stay_on_processor();
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof own;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    if (bind(listener, (struct sockaddr *)&own, sizeof own) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *)&own, &length) != 0)
        fail("listen on loopback");
    pid_t child = fork();
    int peer = child == 0 ? accept(listener, NULL, NULL) : socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (child == 0) echo_and_swallow(peer);
    if (connect(peer, (struct sockaddr *)&own, sizeof own) != 0) fail("connect to loopback");
    trips_and_stream(peer);
    waitpid(child, NULL, 0);
}

void benchmark(const char *directory) {
    processor();
    system_calls();
    file_read(directory);
    loopback();
}

void counter_frequency(void) {
#ifdef __x86_64__
    struct timespec pause = {.tv_nsec = 50000000};
    uint64_t began = now(), first = __builtin_ia32_rdtsc();
    nanosleep(&pause, NULL);
    uint64_t last = __builtin_ia32_rdtsc(), ended = now();
    say("counter", "%.0f", (double)(last - first) / ((double)(ended - began) / 1e6));
#else
    say("counter", "0");
#endif
}
