/* The reference for event intake: reads a whole stream by XREAD COUNT 1000 with plain hiredis reply
 * trees and counts what cachetop counts: hits and misses by the key's first segment.
 * read_stream SOCKET KEY [COUNT]; prints pairs, hits and seconds. */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct tally { char name[32]; unsigned long hits, misses; };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static struct tally *slot(struct tally *all, int *used, const char *key, size_t length) {
    const char *colon = memchr(key, ':', length);
    size_t n = colon ? (size_t)(colon - key) : length;
    if (n > 31) n = 31;
    for (int i = 0; i < *used; i++)
        if (!strncmp(all[i].name, key, n) && !all[i].name[n]) return &all[i];
    if (*used == 63) return &all[63];
    memcpy(all[*used].name, key, n);
    return &all[(*used)++];
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    const char *count = argc > 3 ? argv[3] : "1000";
    redisContext *c = redisConnectUnix(argv[1]);
    if (!c || c->err) return 1;
    static struct tally all[64];
    int used = 0;
    unsigned long pairs = 0, hits = 0;
    char id[64] = "0-0";
    double start = now();
    for (;;) {
        redisReply *r = redisCommand(c, "XREAD COUNT %s STREAMS %s %s", count, argv[2], id);
        if (!r || r->type != REDIS_REPLY_ARRAY) break;
        redisReply *entries = r->element[0]->element[1];
        for (size_t i = 0; i < entries->elements; i++) {
            redisReply *fields = entries->element[i]->element[1];
            for (size_t j = 0; j + 1 < fields->elements; j += 2) {
                redisReply *key = fields->element[j + 1];
                struct tally *t = slot(all, &used, key->str, key->len);
                if (!strcmp(fields->element[j]->str, "hit")) t->hits++, hits++;
                else if (!strcmp(fields->element[j]->str, "miss")) t->misses++;
                pairs++;
            }
        }
        snprintf(id, sizeof id, "%s", entries->element[entries->elements - 1]->element[0]->str);
        freeReplyObject(r);
    }
    printf("%lu %lu %.3f\n", pairs, hits, now() - start);
    redisFree(c);
    return 0;
}
