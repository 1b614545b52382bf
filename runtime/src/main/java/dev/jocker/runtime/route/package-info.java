/**
 * Links, addresses, routes, neighbours, rules and the numbers of namespaces: what {@code ip(8)} shows and changes, from a Java program.
 * No other program is started; the kernel is asked by {@code rtnetlink(7)}.
 *
 * <pre>
 *  Links.add(Link.veth("veth0").peer("eth0"))      a verb of ip(8): its Javadoc has the line
 *      │ NewLink, LinkSettings, LinkKind           a value: what is wanted
 *      ▼
 *  LinkCodec                                       knows the bytes: struct ifinfomsg, then attributes
 *      │ Request
 *      ▼
 *  NetlinkSocket                                   sends, matches answers, throws what the kernel refused
 *      │ Message
 *      ▼
 *  LinkCodec ─► Link                               a flat record: what is there
 * </pre>
 *
 * <p>A message about a link, as it goes to the kernel for {@code ip link add br0 type bridge}:
 *
 * <pre>
 * 38000000 1000 0506 08000000 00000000      nlmsghdr: 56 bytes, RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE, sequence 8
 * 00000000 00000000 00000000 00000000       ifinfomsg: no index, no flags
 * 0800 0300 62723000                        IFLA_IFNAME "br0"
 * 1000 1200                                 IFLA_LINKINFO
 * 0a00 0100 627269646765 0000                 IFLA_INFO_KIND "bridge"
 * </pre>
 *
 * <p>Start at {@link dev.jocker.runtime.route.RouteSocket}; to see how it is done, at {@code LinkCodec} and its test.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man8/ip.8.html">ip(8)</a>
 */
package dev.jocker.runtime.route;
