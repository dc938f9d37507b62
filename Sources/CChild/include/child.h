// Starts a program that gets nothing but what it is to read and where to write. These calls of the
// GNU C library cannot be seen from Swift.

#ifndef MAILLAGE_CHILD_H
#define MAILLAGE_CHILD_H

#include <stddef.h>
#include <sys/types.h>

/// Starts a program with no environment and three descriptors: 0 is a file in memory that holds
/// the input, 1 the far end of a pipe, 2 leads nowhere.
///
/// @param arguments ends with NULL; the first is the program's name
/// @param output the near end of the pipe, to be closed by the caller
/// @return 0, or the number of the error
int maillage_start_child(
    const char *program, char *const arguments[], const void *input, size_t count, pid_t *child,
    int *output);

#endif
