/**
 * What a process in a container may do: who it is ({@code Credentials}), its {@code Capabilities}, the system calls it may make
 * ({@code SeccompFilter}), its {@code Rlimit}s, and {@code NoNewPrivileges}.
 *
 * <p>All of it is values and the instructions that put them in force in a child. Start at {@code Confinement}, where the order of
 * things is kept. For seccomp: {@code SeccompProfile} is the OCI description, {@code DefaultSeccomp} is the policy of a container
 * that asked for none, {@code SeccompCompiler} turns either into classic BPF.
 *
 * <p>Not here: namespaces, the cgroup's device rules, masked and read-only paths, {@code oom_score_adj} (a file), AppArmor and
 * SELinux.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/seccomp.2.html">seccomp(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/prlimit.2.html">prlimit(2)</a>
 */
package dev.jocker.runtime.security;
