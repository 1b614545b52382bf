/* errno(3). */
#include <linux/errno.h>
