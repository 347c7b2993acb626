/* The reference for a sweep: PTTL and MEMORY USAGE of each key, and the next SCAN COUNT 1000, in one
 * pipeline, by plain hiredis. sweep SOCKET; prints keys, bytes and seconds. */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    redisContext *c = redisConnectUnix(argv[1]);
    if (!c || c->err) return 1;
    double start = now();
    long long count = 0, bytes = 0;
    redisReply *page = redisCommand(c, "SCAN 0 COUNT 1000");
    while (page && page->type == REDIS_REPLY_ARRAY) {
        redisReply *keys = page->element[1];
        int isLast = !strcmp(page->element[0]->str, "0");
        for (size_t i = 0; i < keys->elements; i++) {
            redisAppendCommand(c, "PTTL %b", keys->element[i]->str, keys->element[i]->len);
            redisAppendCommand(c, "MEMORY USAGE %b", keys->element[i]->str, keys->element[i]->len);
        }
        if (!isLast) redisAppendCommand(c, "SCAN %s COUNT 1000", page->element[0]->str);
        for (size_t i = 0; i < 2 * keys->elements; i++) {
            redisReply *reply;
            if (redisGetReply(c, (void **)&reply) != REDIS_OK) return 1;
            if (i % 2) bytes += reply->integer;
            freeReplyObject(reply);
        }
        count += (long long)keys->elements;
        freeReplyObject(page);
        page = NULL;
        if (!isLast && redisGetReply(c, (void **)&page) != REDIS_OK) return 1;
    }
    printf("%lld %lld %.3f\n", count, bytes, now() - start);
    return 0;
}
