#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

// deflateInit2 is a macro, which Swift can't call. All of a body at once, in gzip's form (16 + 15 bits).
// Returns the number of bytes written; 0 when they don't fit, or zlib fails.
static inline size_t cachetop_gzip(
    const unsigned char *body, size_t length, unsigned char *room, size_t size, int level) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, level, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)body;
    stream.avail_in = (unsigned int)length;
    stream.next_out = room;
    stream.avail_out = (unsigned int)size;
    int result = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}

#endif
