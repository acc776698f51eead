#ifndef C_TERMINAL_H
#define C_TERMINAL_H
#endif
