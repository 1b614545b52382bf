/* statfs(2). */
#include <asm/statfs.h>
