/* capabilities(7), capset(2). */
#include <linux/capability.h>
