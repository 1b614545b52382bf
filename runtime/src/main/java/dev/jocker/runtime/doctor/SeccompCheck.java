package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether system calls can be filtered. */
record SeccompCheck(HostFiles files) implements Check {
    @Override
    public String name() {
        return "seccomp";
    }

    @Override
    public List<Finding> look() throws IOException {
        String actions = files.parameter("kernel.seccomp.actions_avail");
        return List.of(
                actions == null
                        ? Finding.bad(
                                name(),
                                "this kernel has no seccomp filters",
                                "Containers run with --security-opt seccomp=unconfined only: take a kernel with CONFIG_SECCOMP_FILTER")
                        : Finding.ok(name(), "filters, with " + actions));
    }
}
