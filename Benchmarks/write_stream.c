/* Fills a stream, flat out or at a rate: write_stream SOCKET KEY ENTRIES PAIRS [ENTRIES/S [RESOURCES [HOURS]]].
 * Keys are spread over the six usual resources, or over r0, r1, …; nine of ten look-ups hit. With HOURS the
 * entries' times are spread over the last so many hours. */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    if (argc < 5) return 2;
    long entries = atol(argv[3]), pairs = atol(argv[4]), rate = argc > 5 ? atol(argv[5]) : 0;
    long resources = argc > 6 ? atol(argv[6]) : 0;
    double hours = argc > 7 ? atof(argv[7]) : 0;
    static const char *names[] = {"search", "product", "category", "facets", "trending", "inventory"};
    redisContext *c = redisConnectUnix(argv[1]);
    if (!c || c->err || pairs > 64) return 1;
    char id[32] = "*";
    const char *words[5 + 2 * 64] = {"XADD", argv[2], id};
    char keys[64][32];
    double now = time(NULL) * 1e3, step = hours * 3600e3 / (entries + 1000);
    struct timespec tick = {0, 10 * 1000 * 1000}, next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    long batch = rate ? rate / 100 : 1000, n = 0;
    srand(1);
    for (long done = 0; done < entries; done += batch) {
        for (long i = 0; i < batch; i++) {
            for (long p = 0; p < pairs; p++) {
                long key = rand() % (rand() % 5000 + 1);
                if (resources) snprintf(keys[p], sizeof keys[p], "r%ld:%ld", key % resources, key);
                else snprintf(keys[p], sizeof keys[p], "%s:%ld", names[key % 6], key);
                words[3 + 2 * p] = n++ % 10 ? "hit" : "miss";
                words[4 + 2 * p] = keys[p];
            }
            // The library copies the words before it returns.
            if (hours > 0)
                snprintf(id, sizeof id, "%.0f-%ld", now - hours * 3600e3 + step * (done + i), done + i + 1);
            redisAppendCommandArgv(c, (int)(3 + 2 * pairs), words, NULL);
        }
        for (long i = 0; i < batch; i++) {
            void *reply;
            if (redisGetReply(c, &reply) != REDIS_OK) return 1;
            freeReplyObject(reply);
        }
        if (!rate) continue;
        next.tv_nsec += tick.tv_nsec;
        if (next.tv_nsec >= 1000000000) next.tv_nsec -= 1000000000, next.tv_sec++;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return 0;
}
