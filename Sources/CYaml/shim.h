/* The only door to libyaml: its parser's events. */
#ifndef CACHETOP_CYAML_SHIM_H
#define CACHETOP_CYAML_SHIM_H
#include <yaml.h>
#endif
