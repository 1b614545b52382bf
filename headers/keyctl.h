/* keyctl(2). */
#include <linux/keyctl.h>
