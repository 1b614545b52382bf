/* Classic BPF: what seccomp(2) and SO_ATTACH_FILTER take. */
#include <linux/filter.h>
