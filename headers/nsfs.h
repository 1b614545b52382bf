/* ioctl_ns(2). */
#include <linux/types.h>
#include <linux/nsfs.h>

/* Linux 6.11, linux/nsfs.h */
#ifndef NS_GET_MNTNS_ID
#define NS_GET_MNTNS_ID _IOR(NSIO, 0x5, __u64)
#endif
