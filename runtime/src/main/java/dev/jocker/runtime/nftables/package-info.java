/**
 * The packet filter and address translation of the kernel, nf_tables: what {@code nft(8)} shows and changes, from a Java program.
 *
 * <pre>
 *  table inet jocker                                   Table
 *    set subnets { 10.88.0.0/16 }                      Set, Element
 *    chain postrouting, hook postrouting               Chain, Hook
 *      ip saddr @subnets masquerade                    Rule
 *        meta nfproto → register 1                       Expression: one step of the rule
 *        register 1 == IPv4, or leave the rule
 *        four bytes from 12 of the header → register 1
 *        register 1 is in subnets, or leave the rule
 *        masquerade
 * </pre>
 *
 * <p>{@link dev.jocker.runtime.nftables.Match} makes the steps of everyday matches. All changes are made by a {@link
 * dev.jocker.runtime.nftables.Batch}, all or none. An error names the command of the batch, {@code netlink NFT_MSG_NEWRULE inet jocker
 * forward: ENOENT …}.
 *
 * <p>Start at {@link dev.jocker.runtime.nftables.Nftables}.
 *
 * @see <a href="https://www.netfilter.org/projects/nftables/manpage.html">nft(8)</a>
 */
package dev.jocker.runtime.nftables;
