#ifndef C_MEASURE_H
#define C_MEASURE_H

#include <stdint.h>
#include <sys/types.h>

/// Nanoseconds of a clock that only goes forward.
int64_t measure_now(void);

/// Starts a program on a new pseudo-terminal that is its controlling terminal. Gives the master end (non-blocking is
/// not set) and the process, or -1 with errno set. `envp` is the whole environment.
int measure_spawn_on_terminal(
    const char *path, char *const argv[], char *const envp[], const char *directory, int rows, int columns, pid_t *pid);

/// Waits at most `milliseconds` for bytes; reads what is there. Gives their number, 0 when none came in time, -1 when
/// the other end is closed. `*at` is the time at which they had been read.
ssize_t measure_read(int fd, void *bytes, size_t capacity, double milliseconds, int64_t *at);

struct measure_result {
  /// As from wait4: 0 for a program that ended well; exit statuses are decoded, a signal gives 128 + its number.
  int status;
  int64_t nanoseconds;
  int64_t cpu_nanoseconds;
  /// Largest resident size, in bytes, of the program or of one that it waited for.
  int64_t peak_bytes;
};

/// Runs a program to its end with standard input from /dev/null, and output and errors written to files.
/// Gives 0, or an errno where it could not be started.
int measure_run(
    const char *path, char *const argv[], char *const envp[], const char *directory, const char *output,
    const char *errors, struct measure_result *result);

/// Waits for a program that `measure_spawn_on_terminal` started; gives 1 once it ended within `milliseconds`.
int measure_wait(pid_t pid, double milliseconds, int *status);

/// "ext4", "tmpfs" … of the file system that holds a path; "?" where it has no name here.
const char *measure_file_system(const char *path);

#endif
