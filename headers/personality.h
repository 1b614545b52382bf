/* personality(2). */
#include <linux/personality.h>
