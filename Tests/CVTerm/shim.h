#ifndef GLOSS_VTERM_SHIM_H
#define GLOSS_VTERM_SHIM_H

#include <vterm.h>

/// A cell without unions and bit fields.
typedef struct {
  uint32_t characters[VTERM_MAX_CHARS_PER_CELL];
  int width;
  int bold, underline, reverse;
  /// -1: the terminal's own colour; 0 … 255: an index; 0x1000000 | 0xRRGGBB: true colour.
  int foreground, background;
} GlossCell;

static inline int gloss_colour(const VTermColor *colour) {
  if (colour->type & VTERM_COLOR_DEFAULT_MASK) return -1;
  if (VTERM_COLOR_IS_INDEXED(colour)) return colour->indexed.idx;
  return 0x1000000 | colour->rgb.red << 16 | colour->rgb.green << 8 | colour->rgb.blue;
}

static inline int gloss_cell(const VTermScreen *screen, int row, int column, GlossCell *result) {
  VTermScreenCell cell;
  if (!vterm_screen_get_cell(screen, (VTermPos){.row = row, .col = column}, &cell)) return 0;
  for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL; i++) result->characters[i] = cell.chars[i];
  result->width = cell.width;
  result->bold = cell.attrs.bold;
  result->underline = cell.attrs.underline;
  result->reverse = cell.attrs.reverse;
  result->foreground = gloss_colour(&cell.fg);
  result->background = gloss_colour(&cell.bg);
  return 1;
}

#endif
