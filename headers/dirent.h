/* getdents64(2): the kernel's linux_dirent64 is in no header for user space; the C library's dirent64 has its layout. */
#define _GNU_SOURCE
#include <dirent.h>
