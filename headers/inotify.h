/* inotify(7). */
#include <linux/inotify.h>
