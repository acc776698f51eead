#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

int pseudo_terminal_resize(int master, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(master, TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

int pseudo_terminal_start(
    const char *file, char *const arguments[], char *const environment[], const char *directory, int rows, int columns,
    int *master, pid_t *child) {
  int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return errno;
  char name[128];
  int failure = 0;
  if (grantpt(descriptor) != 0 || unlockpt(descriptor) != 0) failure = errno;
  if (!failure) failure = ptsname_r(descriptor, name, sizeof name);
  if (!failure) failure = pseudo_terminal_resize(descriptor, rows, columns);
  if (failure) {
    close(descriptor);
    return failure;
  }

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  // The first terminal that the leader of a session opens becomes its controlling terminal.
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name, O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO);
  if (directory) posix_spawn_file_actions_addchdir_np(&actions, directory);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  failure = posix_spawnp(child, file, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failure) close(descriptor);
  else *master = descriptor;
  return failure;
}

int pseudo_terminal_is_in_line_mode(int master) {
  struct termios mode;
  if (tcgetattr(master, &mode) != 0) return 0;
  return (mode.c_lflag & ICANON) && (mode.c_lflag & ECHO) && (mode.c_lflag & ISIG) && (mode.c_oflag & OPOST);
}

int pseudo_terminal_wait(pid_t child, int milliseconds, int *status) {
  int descriptor = (int)syscall(SYS_pidfd_open, child, 0);
  if (descriptor >= 0) {
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    poll(&wait, 1, milliseconds);
    close(descriptor);
  }
  return waitpid(child, status, WNOHANG) == child;
}
