/* close_range(2). */
#include <linux/close_range.h>
