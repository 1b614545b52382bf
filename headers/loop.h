/* loop(4). */
#include <linux/loop.h>
