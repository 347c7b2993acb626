/* The only door to hiredis: its codec (the reply reader and the command formatter), none of its I/O. */
#ifndef CACHETOP_CHIREDIS_SHIM_H
#define CACHETOP_CHIREDIS_SHIM_H
#include <hiredis/hiredis.h>
#include <hiredis/read.h>
#endif
