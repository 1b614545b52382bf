/* What statfs(2) calls each file system. */
#include <linux/magic.h>

/* Linux has it in fs/fuse/inode.c only; statfs(2) names it. */
#ifndef FUSE_SUPER_MAGIC
#define FUSE_SUPER_MAGIC 0x65735546
#endif

/* Linux has it in ipc/mqueue.c only; statfs(2) names it. */
#ifndef MQUEUE_MAGIC
#define MQUEUE_MAGIC 0x19800202
#endif

/* Linux 6.9, linux/magic.h */
#ifndef PID_FS_MAGIC
#define PID_FS_MAGIC 0x50494446
#endif
