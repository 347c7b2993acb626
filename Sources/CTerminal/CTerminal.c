#include "CTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
static const int end_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
#define COUNT(list) (sizeof(list) / sizeof(list[0]))

static struct {
    int terminal;
    struct termios settings;
    unsigned char farewell[512];
    size_t length;
    char report[512];
} rescue;

static struct sigaction before[NSIG];
static volatile sig_atomic_t is_taken[NSIG];
static volatile sig_atomic_t is_armed = 0;

/* Only what POSIX calls async-signal-safe is called from here on. */

static void put(int file, const char *text) {
    ssize_t count = write(file, text, strlen(text));
    (void)count;
}

static void give_back(void) {
    struct sigaction ignored = {0};
    ssize_t count;
    if (!is_armed) return;
    is_armed = 0;
    /* In the background tcsetattr would stop the process instead. */
    ignored.sa_handler = SIG_IGN;
    sigaction(SIGTTOU, &ignored, NULL);
    /* CAN ends a sequence that was cut in half. */
    if (rescue.length > 0) {
        count = write(rescue.terminal, "\x18", 1);
        count = write(rescue.terminal, rescue.farewell, rescue.length);
    }
    (void)count;
    tcsetattr(rescue.terminal, TCSANOW, &rescue.settings);
}

/* What the backtracer writes goes into the file. It may ask what to do next: the answer is to quit. */
static int divert_backtrace(void) {
    int file = open(rescue.report, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int answer[2];
    if (pipe(answer) == 0) {
        put(answer[1], "q");
        dup2(answer[0], STDIN_FILENO);
    }
    if (file < 0) return 0;
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    return 1;
}

static void say(int signal_number, int has_report) {
    char number[3] = {(char)('0' + signal_number / 10 % 10), (char)('0' + signal_number % 10), 0};
    put(rescue.terminal, "\r\ncachetop: it crashed (signal ");
    put(rescue.terminal, number);
    put(rescue.terminal, "); the terminal is as it was before.");
    if (has_report) {
        put(rescue.terminal, " The backtrace is in ");
        put(rescue.terminal, rescue.report);
        put(rescue.terminal, ": please report it.");
    }
    put(rescue.terminal, "\r\n");
    /* Other threads still run, and draw. */
    int none = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (none >= 0) dup2(none, rescue.terminal);
}

static int is_crash(int number) {
    for (size_t i = 0; i < COUNT(crash_signals); i++)
        if (crash_signals[i] == number) return 1;
    return 0;
}

static void received(int number, siginfo_t *info, void *context) {
    struct sigaction *old = &before[number];
    int has_handler = old->sa_handler != SIG_DFL && old->sa_handler != SIG_IGN;
    int was_armed = is_armed;
    struct sigaction by_default = {0};
    give_back();
    if (was_armed && is_crash(number)) say(number, has_handler && divert_backtrace());
    sigaction(number, old, NULL);
    if (has_handler) {
        if (old->sa_flags & SA_SIGINFO)
            old->sa_sigaction(number, info, context);
        else
            old->sa_handler(number);
        if (!is_crash(number)) return;
    }
    by_default.sa_handler = SIG_DFL;
    sigaction(number, &by_default, NULL);
    /* Sent, not caused by an instruction that is tried once more on return. */
    if (!is_crash(number) || info == NULL || info->si_code <= 0) raise(number);
}

static void take(int number) {
    struct sigaction action = {0};
    if (is_taken[number]) return;
    sigaction(number, NULL, &before[number]);
    /* What the starter wants ignored (nohup) stays ignored. */
    if (before[number].sa_handler == SIG_IGN) return;
    action.sa_sigaction = received;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, &action, NULL) == 0) is_taken[number] = 1;
}

void cterminal_arm(
    int terminal, const void *settings, const unsigned char *farewell, size_t length, int ends,
    const char *report) {
    is_armed = 0;
    rescue.terminal = terminal;
    memcpy(&rescue.settings, settings, sizeof rescue.settings);
    rescue.length = length < sizeof rescue.farewell ? length : 0;
    if (rescue.length > 0) memcpy(rescue.farewell, farewell, rescue.length);
    strncpy(rescue.report, report, sizeof rescue.report - 1);
    for (size_t i = 0; i < COUNT(crash_signals); i++) take(crash_signals[i]);
    if (ends)
        for (size_t i = 0; i < COUNT(end_signals); i++) take(end_signals[i]);
    is_armed = 1;
}

void cterminal_disarm(void) {
    is_armed = 0;
    for (int number = 1; number < NSIG; number++) {
        if (!is_taken[number]) continue;
        sigaction(number, &before[number], NULL);
        is_taken[number] = 0;
    }
}
