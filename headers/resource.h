/* prlimit(2), getrusage(2), setpriority(2). */
#include <linux/resource.h>
