/**
 * Netlink: how the kernel is asked about and told of networks. A socket, messages, attributes, acknowledgements; nothing of what
 * the messages mean, which is in {@code route} and {@code nftables}.
 *
 * <p>A datagram is a row of messages. A message is a header, what its family puts first (a struct), then attributes; an attribute's
 * value can be attributes again. Everything begins at a multiple of four bytes, in the processor's byte order unless said otherwise.
 *
 * <pre>
 *  0               2               4               6               8
 * +---------------+---------------+---------------+---------------+
 * | length, with this header      | type          | flags         |   struct nlmsghdr
 * +-------------------------------+-------------------------------+
 * | sequence: replies bear it too | port: the receiving socket's  |
 * +-------------------------------+-------------------------------+
 * | the family's struct, for instance ifinfomsg …                 |
 * +---------------+---------------+-------------------------------+
 * | length        | type          | value … padded to four bytes  |   struct nlattr, once for each attribute
 * +---------------+---------------+-------------------------------+
 *                  ││└─ 14 bits of type
 *                  │└─ NLA_F_NET_BYTEORDER: the value is big-endian
 *                  └─ NLA_F_NESTED: the value is attributes
 * </pre>
 *
 * <p>The kernel answers a command with an acknowledgement: NLMSG_ERROR with the number 0, or what was wrong.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * | nlmsghdr: NLMSG_ERROR, NLM_F_CAPPED|NLM_F_ACK_TLVS            |
 * +-------------------------------+-------------------------------+
 * | 0 or -errno                   | nlmsghdr of the command …     |
 * +-------------------------------+-------------------------------+
 * | NLMSGERR_ATTR_MSG "…"  NLMSGERR_ATTR_OFFS, where in the command  …
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Start at {@link dev.jocker.runtime.netlink.NetlinkSocket}, then {@link dev.jocker.runtime.netlink.AttributeWriter}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 * @see <a href="https://docs.kernel.org/userspace-api/netlink/intro.html">Introduction to Netlink</a>
 */
package dev.jocker.runtime.netlink;
