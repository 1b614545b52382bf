/* ppoll(2). */
#include <linux/poll.h>
