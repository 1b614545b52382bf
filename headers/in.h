/* ip(7), ipv6(7): addresses and protocol numbers. */
#include <linux/in.h>
#include <linux/in6.h>
