/* setxattr(2). */
#include <linux/xattr.h>
