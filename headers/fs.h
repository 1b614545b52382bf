/* Files and block devices: renameat2(2), lseek(2), ioctl_ficlone(2), ioctl_iflags(2). */
#include <linux/fs.h>
