#define _GNU_SOURCE
/* Asks an HTTP server on 127.0.0.1 over several connections, each request when the last is answered.
 * Usage: http_load PORT CONNECTIONS SECONDS PREFIX IDS: the paths are PREFIX1 to PREFIX<IDS>, in turns.
 * Prints how many requests were answered and in how many seconds; fails when one was not answered by a 200. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

struct client { char text[65536]; size_t have; };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
static int fail(const char *what) { fprintf(stderr, "http_load: %s\n", what); exit(1); }

static void ask(int fd, const char *prefix, long ids) {
    static long next;
    char text[256];
    int size = snprintf(text, sizeof text, "GET %s%ld HTTP/1.1\r\nHost: shop\r\n\r\n", prefix, next++ % ids + 1);
    if (write(fd, text, (size_t)size) != size) fail("could not send a request");
}

/* Whether one whole answer is there, which is taken out. */
static int answered(struct client *c) {
    c->text[c->have] = 0;
    char *body = strstr(c->text, "\r\n\r\n"), *length = strcasestr(c->text, "\r\ncontent-length:");
    if (!body) return 0;
    if (strncmp(c->text, "HTTP/1.1 200", 12) || !length || length > body) fail("an answer is not a 200 with a length");
    size_t whole = (size_t)(body + 4 - c->text) + strtoul(length + 17, NULL, 10);
    if (whole >= sizeof c->text) fail("an answer is too long");
    if (c->have < whole) return 0;
    memmove(c->text, c->text + whole, c->have -= whole);
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 6) return 2;
    long count = atol(argv[2]), ids = atol(argv[5]), done = 0;
    double start = now(), end = start + atof(argv[3]);
    struct pollfd *fds = calloc((size_t)count, sizeof *fds);
    struct client *clients = calloc((size_t)count, sizeof *clients);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1]))};
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    for (long i = 0; i < count; i++) {
        int one = 1;
        fds[i].fd = socket(AF_INET, SOCK_STREAM, 0);
        fds[i].events = POLLIN;
        if (connect(fds[i].fd, (struct sockaddr *)&to, sizeof to)) fail("could not connect");
        setsockopt(fds[i].fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        ask(fds[i].fd, argv[4], ids);
    }
    while (now() < end) {
        if (poll(fds, (nfds_t)count, 1000) < 0) fail("poll failed");
        for (long i = 0; i < count; i++) {
            struct client *c = &clients[i];
            if (!fds[i].revents) continue;
            ssize_t got = read(fds[i].fd, c->text + c->have, sizeof c->text - 1 - c->have);
            if (got <= 0) fail("the server closed a connection");
            c->have += (size_t)got;
            if (!answered(c)) continue;
            done++;
            ask(fds[i].fd, argv[4], ids);
        }
    }
    printf("%ld %.3f\n", done, now() - start);
    return done ? 0 : fail("no answer came");
}
