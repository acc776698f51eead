#ifndef C_PSEUDO_TERMINAL_H
#define C_PSEUDO_TERMINAL_H

#include <sys/types.h>

/// Starts `file` (looked for in PATH when it has no slash) as the leader of a new session on a new pseudo-terminal of
/// that size, with no signal blocked or ignored. 0, or an errno. `master` does not block.
int pseudo_terminal_start(
    const char *file, char *const arguments[], char *const environment[], const char *directory, int rows, int columns,
    int *master, pid_t *child);

/// Tells the terminal, and with SIGWINCH the program on it, a new size.
int pseudo_terminal_resize(int master, int rows, int columns);

/// 1 when the terminal edits lines and echoes, as a shell leaves it; 0 when not.
int pseudo_terminal_is_in_line_mode(int master);

/// Waits up to so many milliseconds for the child to end; 1 when it has, and then its wait status.
int pseudo_terminal_wait(pid_t child, int milliseconds, int *status);

#endif
