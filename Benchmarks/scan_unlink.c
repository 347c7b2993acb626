/* The reference for a purge: SCAN MATCH COUNT 1000, and UNLINK of what each page has, by plain hiredis.
 * scan_unlink SOCKET PATTERN; prints the keys that were removed. */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    redisContext *c = redisConnectUnix(argv[1]);
    if (!c || c->err) return 1;
    char cursor[32] = "0";
    long long removed = 0;
    do {
        redisReply *page = redisCommand(c, "SCAN %s MATCH %s COUNT 1000", cursor, argv[2]);
        if (!page || page->type != REDIS_REPLY_ARRAY) return 1;
        snprintf(cursor, sizeof cursor, "%s", page->element[0]->str);
        redisReply *keys = page->element[1];
        if (keys->elements > 0) {
            size_t count = keys->elements + 1;
            const char **words = malloc(count * sizeof *words);
            size_t *lengths = malloc(count * sizeof *lengths);
            words[0] = "UNLINK", lengths[0] = 6;
            for (size_t i = 0; i < keys->elements; i++)
                words[i + 1] = keys->element[i]->str, lengths[i + 1] = keys->element[i]->len;
            redisReply *answer = redisCommandArgv(c, (int)count, words, lengths);
            if (!answer || answer->type != REDIS_REPLY_INTEGER) return 1;
            removed += answer->integer;
            freeReplyObject(answer);
            free(words), free(lengths);
        }
        freeReplyObject(page);
    } while (strcmp(cursor, "0"));
    printf("%lld\n", removed);
    return 0;
}
