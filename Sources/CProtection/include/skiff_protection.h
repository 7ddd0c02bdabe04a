// Linking this module is all: it runs before main, see protection.c.
#ifndef SKIFF_PROTECTION_H
#define SKIFF_PROTECTION_H

// Executes this program anew, protected, when one of its arguments is a verb
// that lets a container's code run (skiff_protect.h).
void skiff_protect(int argc, char **argv, char **envp);

#endif
