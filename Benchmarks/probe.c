/* A client that minds its latency: one GET a millisecond until SIGTERM, and for each on standard output
 * the moment (seconds since 1970) and how long it took (microseconds).
 * Usage: probe SOCKET KEY */
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

static volatile sig_atomic_t over;
static void stop(int number) { (void)number; over = 1; }
static double now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    redisContext *redis = redisConnectUnix(argv[1]);
    if (!redis || redis->err) return 1;
    signal(SIGTERM, stop);
    while (!over) {
        double start = now(CLOCK_MONOTONIC);
        redisReply *reply = redisCommand(redis, "GET %s", argv[2]);
        if (!reply) return 1;
        freeReplyObject(reply);
        printf("%.6f %.0f\n", now(CLOCK_REALTIME), (now(CLOCK_MONOTONIC) - start) * 1e6);
        struct timespec pause = {0, 1000000};
        nanosleep(&pause, NULL);
    }
    return 0;
}
