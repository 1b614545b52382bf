package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether this process may do what root may. */
record RightsCheck(HostFiles files) implements Check {
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_SYS_PTRACE = 19;
    private static final int CAP_SYS_ADMIN = 21;

    @Override
    public String name() {
        return "rights";
    }

    @Override
    public List<Finding> look() throws IOException {
        String status = files.text("proc/self/status");
        if (!"0".equals(field(status, "Uid:"))) {
            return List.of(Finding.bad(
                    name(), "not root", "Jocker makes namespaces, mounts and control groups: run it as root"));
        }
        long effective = Long.parseUnsignedLong(field(status, "CapEff:"), 16);
        String missing = missing(effective, CAP_SYS_ADMIN, "CAP_SYS_ADMIN")
                + missing(effective, CAP_NET_ADMIN, "CAP_NET_ADMIN")
                + missing(effective, CAP_SYS_PTRACE, "CAP_SYS_PTRACE");
        return List.of(
                missing.isEmpty()
                        ? Finding.ok(name(), "root, with the capabilities that it takes")
                        : Finding.bad(
                                name(),
                                "root without" + missing,
                                "Somebody has dropped them: in a container of docker's, --privileged gives them back"));
    }

    private static String missing(long set, int capability, String name) {
        return (set >>> capability & 1) == 1 ? "" : " " + name;
    }

    /** The second word of a line: of the four ids the effective one is the second. */
    private static String field(String status, String key) {
        for (String line : status.split("\n")) {
            if (line.startsWith(key)) {
                String[] words = line.split("\t");
                return words[words.length > 2 ? 2 : 1];
            }
        }
        return "";
    }
}
