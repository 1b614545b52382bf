/* ioprio_set(2). */
#include <linux/types.h>
#include <linux/ioprio.h>
