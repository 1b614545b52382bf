/**
 * Networks of containers, Jocker's choice of them: bridges with their subnets, who has which address, pairs of veth, what is translated
 * and what is let through, published ports. What a container is, it does not know: it is an id, of which {@link
 * dev.jocker.runtime.network.Claims} tells whether it is up.
 *
 * <pre>
 *   Networks ── Network: a bridge, a subnet of each family        DATA/networks/NAME.json
 *     │
 *   Leases ─── Endpoint: a container on it, its addresses         RUN/networks/ID/ADDRESS → the container's id
 *     │
 *   Attachments    the pair of veth                               goes with the namespace
 *   HeldPorts      bound sockets                                  go with who keeps their descriptor
 *   Firewall       elements of the table inet jocker              bear the container's id, so that they can be swept
 * </pre>
 *
 * <p>Whoever starts a container takes its leases first, then has the networks up, then attaches: a network that somebody has a lease of is
 * not taken down. All of it is done in the network namespace of the calling thread.
 *
 * <p>Begin at {@code Networks}; for the packets' way, at {@code FirewallPlan}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/veth.4.html">veth(4)</a>
 * @see <a href="https://man7.org/linux/man-pages/man8/bridge.8.html">bridge(8)</a>
 * @see <a href="https://www.netfilter.org/projects/nftables/manpage.html">nft(8)</a>
 */
package dev.jocker.runtime.network;
