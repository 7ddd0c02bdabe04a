// What the probe can do besides looking: ways to end, to wait, and to run
// into a limit.
#ifndef PROBE_ACTIONS_H
#define PROBE_ACTIONS_H

void burn_processor(double seconds);

// Touches every page of so much memory and keeps it.
void fill_memory(long mebibytes);

// Starts children that wait and, when `count` or a limit is reached, kills
// them; writes `"forks": {"started": N, "error": "EAGAIN"}`.
void report_forks(long count);

void sleep_for(double seconds);

// Ends by a signal even if it was ignored or blocked. A signal whose default
// is to be ignored lets the process go on.
void die_of(int signal);

#endif
