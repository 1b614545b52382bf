package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether the kernel is new enough. */
record KernelCheck(HostFiles files) implements Check {
    private static final int LEAST_MAJOR = 5;
    private static final int LEAST_MINOR = 12;

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public List<Finding> look() throws IOException {
        String release = files.parameter("kernel.osrelease");
        if (release == null) {
            return List.of(Finding.bad(
                    name(), "/proc is not mounted", "Jocker reads it everywhere: mount -t proc proc /proc"));
        }
        String[] parts = release.split("[^0-9]", 3);
        int major = number(parts, 0);
        int minor = number(parts, 1);
        boolean isNew = major > LEAST_MAJOR || major == LEAST_MAJOR && minor >= LEAST_MINOR;
        return List.of(
                isNew
                        ? Finding.ok(name(), "Linux " + release)
                        : Finding.bad(
                                name(),
                                "Linux " + release,
                                "Linux 5.12 is the oldest that has mount_setattr(2) with id mappings: boot a newer kernel"));
    }

    private static int number(String[] parts, int index) {
        return parts.length > index && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }
}
