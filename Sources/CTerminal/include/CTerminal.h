#ifndef C_TERMINAL_H
#define C_TERMINAL_H

#include <stddef.h>
#include <stdint.h>
#include <termios.h>

// What Swift does not import: signalfd and eventfd.

/// Blocks WINCH, TERM, HUP, INT, CONT and TSTP for this thread and those it starts. 0, or an errno.
int gloss_block_signals(void);
/// A descriptor on which those signals are read; -1 with errno set.
int gloss_signal_descriptor(void);
/// The next signal that waits on it; 0 when there is none.
int gloss_next_signal(int descriptor);
/// A counter that can be polled; reading gives one at a time when `semaphore`. -1 with errno set.
int gloss_event_descriptor(int semaphore);
/// Adds one to the counter.
void gloss_event_post(int descriptor);
/// Takes the counter (or one from it); waits where the descriptor blocks.
void gloss_event_take(int descriptor);
/// Stops this process group as Ctrl-Z does and comes back when it is continued.
void gloss_stop(void);

// The guard: what puts the terminal back whatever happens to the process. It lives in C because a signal handler may
// touch nothing that Swift's runtime could have locked.

/// Notes how `descriptor` is put back: write `bytes`, set `mode`. From now on until gloss_guard_release a crash, exit()
/// or gloss_guard_release does it. Standard error is kept aside meanwhile where it is a terminal.
void gloss_guard_hold(int descriptor, const uint8_t *bytes, size_t count, const struct termios *mode);
/// Puts the terminal back; does nothing when it has been put back already.
void gloss_guard_release(void);
/// Writes what is left of a frame first. Where the terminal takes nothing for half a second, standard output and error
/// go nowhere from then on, if they are terminals.
void gloss_guard_finish(const uint8_t *bytes, size_t count);
/// Gives this thread a stack of its own for the handlers, so that a stack overflow restores the terminal too.
void gloss_guard_thread(void);

#endif
