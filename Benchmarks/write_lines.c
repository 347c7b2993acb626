/* Cache events as lines on standard output: write_lines LINES KEYS [SEED].
 * Keys are spread over six resources, the popular ones looked up most; of each ten look-ups one misses. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state;

static uint64_t next(void) {
    uint64_t z = (state += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    uint64_t lines = strtoull(argv[1], NULL, 10), keys = strtoull(argv[2], NULL, 10);
    if (keys == 0) return 2;
    state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    static const char *names[] = {"search", "product", "category", "facets", "trending", "inventory"};
    static char buffer[1 << 16];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    for (uint64_t i = 0; i < lines; i++) {
        /* Half of the look-ups are of any key, half of popular ones. */
        uint64_t id = next() % keys;
        if (i % 2) id = next() % (id + 1) % (keys / 100 + 1);
        printf("%s %s:%llu\n", i % 10 ? "hit" : "miss", names[id % 6], (unsigned long long)id);
    }
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
