/* How seccomp_data names the architecture of a system call. */
#include <linux/audit.h>
