#ifndef GLOSS_NCURSES_SHIM_H
#define GLOSS_NCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

// tiparm is variadic, which Swift does not import.
static inline const char *gloss_tiparm(const char *capability, int first, int second) {
  return tiparm(capability, first, second);
}

#endif
