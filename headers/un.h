/* unix(7). */
#include <linux/un.h>
