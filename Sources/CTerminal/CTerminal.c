#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void signal_set(sigset_t *set) {
  sigemptyset(set);
  const int signals[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGTSTP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaddset(set, signals[i]);
}

int gloss_block_signals(void) {
  sigset_t set;
  signal_set(&set);
  return pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int gloss_signal_descriptor(void) {
  sigset_t set;
  signal_set(&set);
  return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int gloss_next_signal(int descriptor) {
  struct signalfd_siginfo info;
  return read(descriptor, &info, sizeof info) == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

int gloss_event_descriptor(int semaphore) {
  return eventfd(0, EFD_CLOEXEC | (semaphore ? EFD_SEMAPHORE : EFD_NONBLOCK));
}

void gloss_event_post(int descriptor) {
  uint64_t one = 1;
  while (write(descriptor, &one, sizeof one) < 0 && errno == EINTR) {}
}

void gloss_event_take(int descriptor) {
  uint64_t value;
  while (read(descriptor, &value, sizeof value) < 0 && errno == EINTR) {}
}

void gloss_stop(void) {
  struct sigaction stop = {.sa_handler = SIG_DFL}, before;
  sigset_t set, mask;
  sigaction(SIGTSTP, &stop, &before);
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &set, &mask);
  // The whole group, as the terminal driver would: a script that started us stops with us.
  kill(0, SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &before, NULL);
}

// The guard.

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT};
enum { crash_count = sizeof crash_signals / sizeof *crash_signals };

static struct {
  volatile sig_atomic_t held;
  int descriptor;
  size_t count;
  uint8_t bytes[256];
  struct termios mode;
  // Standard error while the screen is up: kept in memory, shown when the screen is gone.
  int error_kept, error_aside;
  struct sigaction before[crash_count];
} guard;

/// 1 when all was taken.
static int write_all(int descriptor, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (written < 0 && errno == EAGAIN) {
      // A terminal that takes nothing for half a second is gone or frozen.
      struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
      if (poll(&wait, 1, 500) <= 0) return 0;
    } else if (written < 0 && errno != EINTR) {
      return 0;
    }
  }
  return 1;
}

/// What is still printed to a terminal that takes nothing would wait for ever: it goes nowhere.
static void silence(void) {
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  if (isatty(STDOUT_FILENO)) dup2(nowhere, STDOUT_FILENO);
  if (isatty(STDERR_FILENO)) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
}

/// Async-signal-safe.
static void put_back(void) {
  if (!guard.held) return;
  guard.held = 0;
  int saved = errno;
  // Setting the mode from the background would stop the process.
  sigset_t set, mask;
  sigemptyset(&set);
  sigaddset(&set, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &set, &mask);
  int listens = write_all(guard.descriptor, guard.bytes, guard.count);
  tcsetattr(guard.descriptor, TCSANOW, &guard.mode);
  if (guard.error_kept >= 0) dup2(guard.error_aside, STDERR_FILENO);
  if (!listens) silence();
  if (guard.error_kept >= 0) {
    uint8_t buffer[1024];
    lseek(guard.error_kept, 0, SEEK_SET);
    ssize_t count;
    while ((count = read(guard.error_kept, buffer, sizeof buffer)) > 0) write_all(STDERR_FILENO, buffer, (size_t)count);
    close(guard.error_kept);
    close(guard.error_aside);
  }
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  errno = saved;
}

static void crashed(int signal, siginfo_t *info, void *context) {
  (void)context;
  put_back();
  for (int i = 0; i < crash_count; i++) sigaction(crash_signals[i], &guard.before[i], NULL);
  // A fault happens again when the handler returns, now with the action that was there before us (a backtrace, or
  // death); anything else is sent again and waits until then.
  int is_fault = info->si_code > 0 && signal != SIGTRAP && signal != SIGABRT;
  if (!is_fault) raise(signal);
}

static void install(void) {
  static int installed = 0;
  if (installed) return;
  installed = 1;
  atexit(gloss_guard_release);
  struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) sigaction(crash_signals[i], &action, &guard.before[i]);
}

void gloss_guard_hold(int descriptor, const uint8_t *bytes, size_t count, const struct termios *mode) {
  guard.descriptor = descriptor;
  guard.count = count < sizeof guard.bytes ? count : sizeof guard.bytes;
  memcpy(guard.bytes, bytes, guard.count);
  guard.mode = *mode;
  guard.error_kept = -1;
  if (isatty(STDERR_FILENO)) {
    guard.error_kept = memfd_create("stderr", MFD_CLOEXEC);
    guard.error_aside = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (guard.error_kept >= 0 && guard.error_aside >= 0) dup2(guard.error_kept, STDERR_FILENO);
    else guard.error_kept = -1;
  }
  gloss_guard_thread();
  install();
  guard.held = 1;
}

void gloss_guard_release(void) { put_back(); }

void gloss_guard_finish(const uint8_t *bytes, size_t count) {
  int listens = write_all(guard.descriptor, bytes, count);
  put_back();
  if (!listens) silence();
}

void gloss_guard_thread(void) {
  stack_t now;
  if (sigaltstack(NULL, &now) == 0 && !(now.ss_flags & SS_DISABLE)) return;
  enum { size = 64 * 1024 };
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = size};
  sigaltstack(&stack, NULL);
}
