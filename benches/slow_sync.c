/* Makes every sync to disk take longer, as on a slower disk: preloaded into whatever is measured.
 * SYNC_DELAY_US says by how many microseconds. The real sync comes first, so that nothing claims
 * to be on disk before it is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void linger(void) {
    const char *set = getenv("SYNC_DELAY_US");
    long us = set ? atol(set) : 0;
    struct timespec rest = {us / 1000000, (us % 1000000) * 1000};
    if (us > 0) nanosleep(&rest, NULL);
}

int fsync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int result = real(file);
    linger();
    return result;
}

int fdatasync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int result = real(file);
    linger();
    return result;
}
