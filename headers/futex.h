/* futex(2). */
#include <linux/futex.h>
