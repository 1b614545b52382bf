/* timerfd_create(2). */
#include <linux/timerfd.h>
