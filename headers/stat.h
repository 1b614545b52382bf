/* statx(2), newfstatat(2): the kernel's struct stat, with no timespec inside. */
#include <linux/stat.h>
#include <asm/stat.h>

/* Linux 6.8, linux/stat.h */
#ifndef STATX_MNT_ID_UNIQUE
#define STATX_MNT_ID_UNIQUE 0x00004000U
#endif
