/* openat2(2). */
#include <linux/openat2.h>
