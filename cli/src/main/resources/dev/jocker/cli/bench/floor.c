// The floor of `jocker bench start`: what a container start costs when C makes the system calls itself.
//
//   gcc -O2 -o floor floor.c && sudo ./floor RUNS WARM-UP
//
// Jocker puts the data and the steps of a real child's program where the markers are, so the calls are the same ones,
// with the same arguments. Prints a line for each start: nanoseconds from clone3 to the child's exec, and to its exit.
//
// What C does not need, and does not do here, all of it to its advantage:
//   - the sealed image: a fork of this small process has its memory to itself, so there is no execveat on the way,
//     nor closing of the JVM's descriptors before it;
//   - the channel: vfork returns at the exec, and a failure is told through shared memory. So there is neither the
//     question whether Jocker is alive nor, at the end, a thread to be woken by the channel's end.
//
// What Jocker makes before the clone (directories, copies of mounts) is made before the clone here too, and not timed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct tree { const char *path; int recursive; };

static volatile int64_t *failure; // shared with the child: index of the step that failed, plus 1, and its result
static int inherited[64];         // the copies of the trees below

static inline int64_t call(long number, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result == -1 ? -errno : result;
}

static inline void check(int step, int64_t result) {
    if ((uint64_t) result >= -4095UL) {
        failure[0] = step + 1;
        failure[1] = result;
        _exit(125);
    }
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

//// data

//// child

static int64_t nanoseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int forget(const char *path, const struct stat *status, int type, struct FTW *walk) {
    return remove(path);
}

// A container's directories are new at each start: what is in the upper one decides what the calls find, and how the
// file system made room for them what an overlay costs.
static void make_places(void) {
    if (nftw(places[0], forget, 16, FTW_DEPTH | FTW_PHYS) && errno != ENOENT) die(places[0]);
    for (const char **place = places; *place; place++)
        if (mkdir(*place, 0755)) die(*place);
    for (const char **file = files; *file; file++)
        if (mknod(*file, S_IFREG | 0644, 0)) die(*file);
}

static void copy_trees(void) {
    for (int i = 0; i < tree_count; i++) {
        int more = trees[i].recursive ? AT_RECURSIVE : 0;
        struct mount_attr attributes = {.propagation = 1 << 18 /* MS_PRIVATE */};
        inherited[i] = syscall(SYS_open_tree, AT_FDCWD, trees[i].path, OPEN_TREE_CLONE | O_CLOEXEC | more);
        if (inherited[i] < 0) die(trees[i].path);
        if (syscall(SYS_mount_setattr, inherited[i], "", AT_EMPTY_PATH | more, &attributes, sizeof attributes))
            die("mount_setattr");
    }
}

static void start(int shown) {
    int pidfd = -1, status;
    struct clone_args arguments = {
        .flags = CLONE_FLAGS, .exit_signal = SIGCHLD, .pidfd = (uint64_t) (uintptr_t) &pidfd};
    make_places();
    copy_trees();
    failure[0] = 0;
    int64_t before = nanoseconds();
    pid_t pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) child();
    int64_t executed = nanoseconds() - before;
    if (pid < 0) die("clone3");
    waitpid(pid, &status, 0);
    int64_t ended = nanoseconds() - before;
    close(pidfd);
    for (int i = 0; i < tree_count; i++) close(inherited[i]);
    if (failure[0]) {
        fprintf(stderr, "step %d failed: %s\n", (int) failure[0] - 1, strerror((int) -failure[1]));
        exit(1);
    }
    if (status) {
        fprintf(stderr, "the command ended with status %x\n", status);
        exit(1);
    }
    if (shown) printf("%ld %ld\n", (long) executed, (long) ended);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: floor RUNS WARM-UP\n");
        return 2;
    }
    int runs = atoi(argv[1]), warm_up = atoi(argv[2]);
    failure = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (failure == MAP_FAILED) die("mmap");
    link_data();
    for (int i = 0; i < warm_up; i++) start(0);
    for (int i = 0; i < runs; i++) start(1);
}
