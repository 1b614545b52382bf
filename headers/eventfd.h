/* eventfd2(2). */
#include <sys/eventfd.h>
