/* Mounts: mount(2), umount2(2), open_tree(2), move_mount(2), fsopen(2), fsconfig(2), mount_setattr(2). */
#include <linux/mount.h>

/* The flags of umount2(2) are in no header that user space gets from the kernel (it has them in include/linux/fs.h);
   the C library's <sys/mount.h> has them, but cannot be read together with <linux/mount.h> in glibc 2.36. */
#ifndef MNT_FORCE
#define MNT_FORCE 0x00000001
#define MNT_DETACH 0x00000002
#define MNT_EXPIRE 0x00000004
#define UMOUNT_NOFOLLOW 0x00000008
#endif

/* Linux 6.5, linux/mount.h */
#ifndef MOVE_MOUNT_BENEATH
#define MOVE_MOUNT_BENEATH 0x00000200
#endif
