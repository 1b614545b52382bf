package dev.jocker.runtime.namespace;

import dev.jocker.runtime.syscall.CloneFlag;

/** The eight kinds of namespaces, {@code namespaces(7)}. */
public enum NamespaceKind {
    MOUNT("mnt", CloneFlag.CLONE_NEWNS),
    UTS("uts", CloneFlag.CLONE_NEWUTS),
    IPC("ipc", CloneFlag.CLONE_NEWIPC),
    PID("pid", CloneFlag.CLONE_NEWPID),
    NETWORK("net", CloneFlag.CLONE_NEWNET),
    CGROUP("cgroup", CloneFlag.CLONE_NEWCGROUP),
    USER("user", CloneFlag.CLONE_NEWUSER),
    TIME("time", CloneFlag.CLONE_NEWTIME);

    private final String file;
    private final CloneFlag flag;

    NamespaceKind(String file, CloneFlag flag) {
        this.file = file;
        this.flag = flag;
    }

    /** Its name below {@code /proc/PID/ns}. */
    public String file() {
        return file;
    }

    /** What makes a new one, and what {@code setns(2)} is to expect. */
    public CloneFlag flag() {
        return flag;
    }

    /** The kind that {@code /proc/PID/ns} calls so, or null. */
    public static NamespaceKind named(String file) {
        for (NamespaceKind kind : values()) {
            if (kind.file.equals(file)) {
                return kind;
            }
        }
        return null;
    }

    /** Whether the kernel has this kind. */
    public boolean isSupported() {
        return java.nio.file.Files.exists(java.nio.file.Path.of("/proc/self/ns/".concat(file)));
    }
}
