/**
 * Control groups: how this host has them mounted. Limits and readings come to this room.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
package dev.jocker.runtime.cgroup;
