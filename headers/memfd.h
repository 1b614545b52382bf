/* memfd_create(2). */
#include <linux/memfd.h>

/* Linux 6.3, linux/memfd.h */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#define MFD_EXEC 0x0010U
#endif
