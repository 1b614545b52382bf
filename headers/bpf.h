/* Extended BPF: bpf(2), for the device programs of cgroup v2. */
#include <linux/bpf.h>
