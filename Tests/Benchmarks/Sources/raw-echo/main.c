// The least that a program on a terminal can do with a key: read it and write it back.
#include <termios.h>
#include <unistd.h>

int main(void) {
  struct termios mode;
  if (tcgetattr(0, &mode) != 0) return 2;
  cfmakeraw(&mode);
  if (tcsetattr(0, TCSANOW, &mode) != 0) return 2;
  if (write(1, ">", 1) != 1) return 2;
  char key;
  while (read(0, &key, 1) == 1) {
    if (key == 'Q') return 0;
    if (write(1, &key, 1) != 1) return 2;
  }
  return 0;
}
