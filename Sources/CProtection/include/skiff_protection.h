// The runtime's own executable, out of reach of containers (CVE-2019-5736):
// what a container makes this process execute as "/proc/self/exe", or opens as
// /proc/PID/exe, must not be the file that the host will execute again.
// Linking this module, with skiff_start as the entry, is all:
//
//   skiff_start       start.c       before the C library: with a verb that lets a container's code run …
//      │              by_mount.c    … the process becomes one that was executed through a read-only mount of its
//      │                            file; else the program is executed anew through that
//   _start            the C library
//      │
//   .preinit_array    protection.c  before all constructors: where no mount could be made, the program is executed
//      │                            anew from a sealed copy in memory
//   main
#ifndef SKIFF_PROTECTION_H
#define SKIFF_PROTECTION_H

// Where a process stands in that.
enum skiff_protection {
    SKIFF_PROTECTION_UNCALLED_FOR,  // no container's code runs beside it
    SKIFF_PROTECTION_DONE,          // nothing of it leads to a file that can be written
    SKIFF_PROTECTION_MISSING,
    SKIFF_PROTECTION_IMPOSSIBLE,  // a standard stream is closed, and nothing can take its place
};

// As skiff_start found it, or left it.
extern enum skiff_protection skiff_protection;

// The program's entry, in the place of _start, which follows it (elf(5), e_entry).
void skiff_start(void);

#endif
