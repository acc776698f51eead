// The smallest curses program that draws one full frame: what `gloss label` is measured beside at start.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>

int main(void) {
  setlocale(LC_ALL, "");
  initscr();
  raw();
  noecho();
  for (int row = 0; row < LINES - 1; row++) {
    for (int column = 0; column < COLS; column++) {
      mvaddch(row, column, "the quick brown fox jumps over the lazy dog "[(row + column) % 44]);
    }
  }
  mvprintw(LINES - 1, 0, "ready");
  refresh();
  getch();
  endwin();
  return 0;
}
