/* Processes and their namespaces: clone3(2), unshare(2), setns(2), sched_setattr(2). */
#include <linux/sched.h>
#include <linux/sched/types.h>
