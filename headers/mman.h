/* mmap(2), mprotect(2), mremap(2). */
#include <linux/mman.h>
