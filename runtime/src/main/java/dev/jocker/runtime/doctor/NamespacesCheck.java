package dev.jocker.runtime.doctor;

import dev.jocker.runtime.namespace.NamespaceKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which kinds of namespaces the kernel has, and how many it lets be made. */
record NamespacesCheck(HostFiles files) implements Check {
    @Override
    public String name() {
        return "namespaces";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<String> there = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (NamespaceKind kind : NamespaceKind.values()) {
            String word = kind.file();
            String limit = files.parameter("user.max_" + word + "_namespaces");
            if (!files.has("proc/self/ns/" + word)) {
                findings.add(missing(kind));
            } else if ("0".equals(limit)) {
                findings.add(Finding.bad(
                        name(),
                        "no " + word + " namespace can be made",
                        "user.max_" + word + "_namespaces is 0: sysctl -w user.max_" + word + "_namespaces=16384"));
            } else {
                there.add(word);
            }
        }
        findings.addFirst(Finding.ok(name(), String.join(", ", there)));
        return findings;
    }

    private Finding missing(NamespaceKind kind) {
        return switch (kind) {
            case TIME, CGROUP, USER ->
                Finding.warn(
                        name(),
                        "no " + kind.file() + " namespaces",
                        "This kernel was built without them: what needs one is refused");
            case MOUNT, UTS, IPC, PID, NETWORK ->
                Finding.bad(
                        name(),
                        "no " + kind.file() + " namespaces",
                        "Every container has one: take a kernel that was built with them");
        };
    }
}
