/* Mounts: mount(2), umount2(2), open_tree(2), move_mount(2), fsopen(2), fsconfig(2), mount_setattr(2). The flags of
   umount2(2) are in the C library's header only. */
#include <linux/mount.h>
#include <sys/mount.h>

/* Linux 6.5, linux/mount.h */
#ifndef MOVE_MOUNT_BENEATH
#define MOVE_MOUNT_BENEATH 0x00000200
#endif
