/* open(2), fcntl(2), and the AT_ flags of the system calls that take a directory descriptor. */
#include <linux/fcntl.h>

/* Linux 6.3, linux/fcntl.h */
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x0020
#endif

/* Linux 6.10, linux/fcntl.h */
#ifndef F_DUPFD_QUERY
#define F_DUPFD_QUERY (F_LINUX_SPECIFIC_BASE + 3)
#endif

/* Linux 6.14, linux/fcntl.h */
#ifndef AT_EXECVE_CHECK
#define AT_EXECVE_CHECK 0x10000
#endif
