package dev.jocker.runtime.doctor;

import dev.jocker.runtime.syscall.Architecture;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether there is machine code of the interpreter for this machine, and whose programs the kernel executes besides. */
record ArchitectureCheck(HostFiles files, Architecture machine, String machineName) implements Check {
    @Override
    public String name() {
        return "architecture";
    }

    @Override
    public List<Finding> look() throws IOException {
        if (machine != Architecture.X86_64) {
            return List.of(Finding.bad(
                    name(),
                    machineName + ": there is no interpreter of system-call programs for it",
                    "Jocker runs on x86-64 so far"));
        }
        List<String> others = new ArrayList<>();
        Path registered = files.path("proc/sys/fs/binfmt_misc");
        if (Files.isDirectory(registered)) {
            try (DirectoryStream<Path> formats = Files.newDirectoryStream(registered, "qemu-*")) {
                for (Path format : formats) {
                    others.add(format.getFileName().toString().substring("qemu-".length()));
                }
            }
        }
        others.sort(null);
        String text = machineName + (others.isEmpty() ? "" : "; by emulation also " + String.join(", ", others));
        return List.of(Finding.ok(name(), text));
    }
}
