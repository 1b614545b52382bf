/* Files and block devices: renameat2(2), lseek(2), ioctl_ficlone(2), ioctl_iflags(2). */
/* BLKGETSIZE64 is made of the size of a size_t. */
#define __need_size_t
#include <stddef.h>
#include <linux/fs.h>
