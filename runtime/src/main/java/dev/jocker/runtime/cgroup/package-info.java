/**
 * Control groups: how this host has them mounted, what limits mean as their files, what they count. Version 1, hybrid and version 2
 * behind one set of types: {@link Hierarchies}, a {@link CgroupPlan} for a start, the {@link Cgroup} that it makes, and its {@link
 * CgroupReadings}. Not here: the entering, which the clone and the child do themselves; systemd.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
package dev.jocker.runtime.cgroup;
