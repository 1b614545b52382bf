/* clock_gettime(2), and the timespec of many others. */
#include <linux/time.h>
