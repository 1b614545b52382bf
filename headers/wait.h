/* waitid(2), wait4(2). */
#include <linux/wait.h>
