#define _GNU_SOURCE
#include "CMeasure.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t measure_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// Signals as a login shell would leave them: none blocked, all with their default action.
static void plain_signals(posix_spawnattr_t *attributes, short more) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &all);
  posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | more);
}

int measure_spawn_on_terminal(
    const char *path, char *const argv[], char *const envp[], const char *directory, int rows, int columns,
    pid_t *pid) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return -1;
  char name[64];
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, sizeof name) != 0
      || ioctl(master, TIOCSWINSZ, &size) != 0) {
    close(master);
    return -1;
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  plain_signals(&attributes, POSIX_SPAWN_SETSID);
  // The first terminal that the leader of a new session opens becomes its controlling terminal.
  posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&actions, 0, 1);
  posix_spawn_file_actions_adddup2(&actions, 0, 2);
  posix_spawn_file_actions_addchdir_np(&actions, directory);
  int failure = posix_spawn(pid, path, &actions, &attributes, argv, envp);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    close(master);
    errno = failure;
    return -1;
  }
  return master;
}

ssize_t measure_read(int fd, void *bytes, size_t capacity, double milliseconds, int64_t *at) {
  struct pollfd waited = {.fd = fd, .events = POLLIN};
  struct timespec limit = {
      .tv_sec = (time_t)(milliseconds / 1000),
      .tv_nsec = (long)((milliseconds - 1000.0 * (double)(time_t)(milliseconds / 1000)) * 1e6)};
  for (;;) {
    int ready = ppoll(&waited, 1, &limit, NULL);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return ready;
    ssize_t count = read(fd, bytes, capacity);
    *at = measure_now();
    if (count < 0 && errno == EINTR) continue;
    return count > 0 ? count : -1;
  }
}

static int decoded(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int64_t nanoseconds(struct timeval time) {
  return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

int measure_run(
    const char *path, char *const argv[], char *const envp[], const char *directory, const char *output,
    const char *errors, struct measure_result *result) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  plain_signals(&attributes, 0);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  posix_spawn_file_actions_addchdir_np(&actions, directory);
  pid_t pid;
  int64_t start = measure_now();
  int failure = posix_spawn(&pid, path, &actions, &attributes, argv, envp);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) return failure;
  int status;
  struct rusage usage;
  while (wait4(pid, &status, 0, &usage) < 0) {
    if (errno != EINTR) return errno;
  }
  result->nanoseconds = measure_now() - start;
  result->status = decoded(status);
  result->cpu_nanoseconds = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
  result->peak_bytes = (int64_t)usage.ru_maxrss * 1024;
  return 0;
}

int measure_wait(pid_t pid, double milliseconds, int *status) {
  int64_t end = measure_now() + (int64_t)(milliseconds * 1e6);
  for (;;) {
    int raw;
    pid_t ended = waitpid(pid, &raw, WNOHANG);
    if (ended == pid) {
      *status = decoded(raw);
      return 1;
    }
    if (ended < 0 && errno != EINTR) return -1;
    if (measure_now() >= end) return 0;
    nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
  }
}

const char *measure_file_system(const char *path) {
  struct statfs status;
  if (statfs(path, &status) != 0) return "?";
  switch ((unsigned long)status.f_type) {
    case 0xEF53: return "ext4";
    case 0x01021994: return "tmpfs";
    case 0x58465342: return "xfs";
    case 0x9123683E: return "btrfs";
    case 0x794C7630: return "overlayfs";
    case 0x2FC12FC1: return "zfs";
    case 0x6969: return "nfs";
    default: return "?";
  }
}
