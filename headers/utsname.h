/* uname(2). */
#include <linux/utsname.h>
