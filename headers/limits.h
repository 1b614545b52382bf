/* Lengths of names and paths. */
#include <linux/limits.h>
