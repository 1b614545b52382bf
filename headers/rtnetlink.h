/* Links, addresses, routes, neighbours, rules: rtnetlink(7). */
#include <linux/rtnetlink.h>
#include <linux/if_link.h>
#include <linux/if_addr.h>
#include <linux/if_bridge.h>
#include <linux/if_vlan.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if.h>
#include <linux/veth.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/fib_rules.h>
