/* The only door to ncurses, wide characters switched on. What is a macro with a cast, or
   reaches variables that Swift 6 refuses as shared state, has a one-line function here. */
#ifndef CACHETOP_CNCURSES_SHIM_H
#define CACHETOP_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

/* A_BOLD and its kin are shifted casts, which Swift doesn't import. */
static inline attr_t cachetop_bold(void) { return A_BOLD; }
static inline attr_t cachetop_dim(void) { return A_DIM; }
static inline attr_t cachetop_reverse(void) { return A_REVERSE; }
static inline attr_t cachetop_underline(void) { return A_UNDERLINE; }

/* KEY_F(n) is a macro with an argument. */
static inline int cachetop_function_key(int number) { return KEY_F(number); }

/* <wchar.h> declares it only for X/Open, which Swift's Glibc module doesn't ask for. */
extern int wcwidth(wchar_t);
static inline int cachetop_columns(wchar_t character) { return wcwidth(character); }

/* COLORS is a global variable. */
static inline int cachetop_colors(void) { return has_colors() ? COLORS : 0; }
#endif
