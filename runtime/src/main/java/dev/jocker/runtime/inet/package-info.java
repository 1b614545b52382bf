/**
 * Addresses as values: of the internet, of a network, of an Ethernet. They are parsed strictly, print themselves in the one usual way, and
 * ask nobody: no name is ever looked up.
 *
 * <p>{@link dev.jocker.runtime.inet.IpAddress} and not {@code java.net.InetAddress}, which takes {@code 10.1} for an address, makes
 * an IPv4 address of a mapped IPv6 one, prints IPv6 at full length, and loads the network library.
 */
package dev.jocker.runtime.inet;
