package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether files in memory may be executed: what runs in a container before its command is one. */
record MemoryFilesCheck(HostFiles files) implements Check {
    private static final String PARAMETER = "vm.memfd_noexec";

    @Override
    public String name() {
        return "memory files";
    }

    @Override
    public List<Finding> look() throws IOException {
        return List.of(
                "2".equals(files.parameter(PARAMETER))
                        ? Finding.bad(
                                name(),
                                PARAMETER + " is 2: no file in memory may be executed",
                                "Every start executes one (memfd_create(2)): sysctl -w " + PARAMETER + "=1")
                        : Finding.ok(name(), "may be executed"));
    }
}
