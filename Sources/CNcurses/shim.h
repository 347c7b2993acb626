/* The only door to ncurses, wide characters switched on. */
#ifndef CACHETOP_CNCURSES_SHIM_H
#define CACHETOP_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#endif
