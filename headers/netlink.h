/* Netlink itself: message and attribute headers, acknowledgements, socket options. */
#include <linux/netlink.h>
