/* seccomp(2), seccomp_unotify(2). */
#include <linux/ioctl.h>
#include <linux/seccomp.h>

/* Linux 6.6, linux/seccomp.h */
#ifndef SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif
