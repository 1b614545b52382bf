package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the kernel has overlays, and whether the data directory can hold their upper layers. */
record OverlayCheck(HostFiles files, Path data) implements Check {
    @Override
    public String name() {
        return "overlay";
    }

    @Override
    public List<Finding> look() throws IOException {
        String systems = files.text("proc/filesystems");
        if (systems == null || !("\n" + systems + "\n").contains("\toverlay\n")) {
            return List.of(Finding.bad(
                    name(),
                    "this kernel has no overlay file system",
                    "Roots of containers are overlays: modprobe overlay"));
        }
        String type = Files.getFileStore(DiskCheck.existing(data)).type();
        return List.of(
                type.equals("overlay")
                        ? Finding.warn(
                                name(),
                                data + " is on an overlay itself, which cannot hold another's upper layer",
                                "What containers change is kept in memory then: put JOCKER_DATA on ext4, xfs or btrfs")
                        : Finding.ok(name(), data + " is on " + type));
    }
}
