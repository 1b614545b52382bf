/* set_mempolicy(2). */
#include <linux/mempolicy.h>

/* Linux 6.9, linux/mempolicy.h */
#ifndef MPOL_WEIGHTED_INTERLEAVE
#define MPOL_WEIGHTED_INTERLEAVE 6
#endif
