package dev.jocker.runtime.namespace;

import java.util.List;

/**
 * A namespace and all that keeps it: the processes in it, files that it is mounted on, descriptors. When the last of them goes, it does.
 *
 * @param id which
 * @param members the processes in it, in the order of their pids; empty: only something else keeps it
 * @param mounts the files that it is mounted on, as this mount namespace has them
 * @param holders processes that have it open, or will have children in it
 */
public record NamespaceUse(NamespaceId id, List<Member> members, List<String> mounts, List<Holder> holders) {
    public NamespaceUse {
        members = List.copyOf(members);
        mounts = List.copyOf(mounts);
        holders = List.copyOf(holders);
    }

    /**
     * A process.
     *
     * @param pid its id in our pid namespace
     * @param parent its parent's
     * @param uid its effective user
     * @param command its arguments, or its name in brackets where it has none
     */
    public record Member(int pid, int parent, long uid, String command) {}

    /**
     * What keeps a namespace beside processes and mounts.
     *
     * @param pid whose it is
     * @param file below {@code /proc/PID}: {@code fd/5}, {@code ns/pid_for_children}
     */
    public record Holder(int pid, String file) {
        @Override
        public String toString() {
            return "/proc/" + pid + "/" + file;
        }
    }
}
