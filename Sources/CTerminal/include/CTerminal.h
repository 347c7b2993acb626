/* What only C can do safely in a signal's handler: give a terminal back.

   While it is armed, a signal that ends the process first writes the farewell and restores the settings.
   Then the signal takes its course: a crash goes on to the backtracer that was there before, if any, whose
   words go into a file, since the terminal could not hold them. */
#ifndef CACHETOP_CTERMINAL_H
#define CACHETOP_CTERMINAL_H
#include <stddef.h>

/* settings: a struct termios, untyped because Swift has that type from another module.
   ends: for TERM, HUP, INT and QUIT, too, which a program with a loop of its own listens to itself.
   report: the file for the backtrace. */
void cterminal_arm(
    int terminal, const void *settings, const unsigned char *farewell, size_t length, int ends,
    const char *report);

/* The handlers are again those that were there before. */
void cterminal_disarm(void);
#endif
