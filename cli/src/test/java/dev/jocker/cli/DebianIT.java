package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a root of Debian's to an image in a registry and back: what each step makes, the next one needs. */
final class DebianIT extends KeptTest {
    private static final int MINUTES = 5;

    @Test
    @Timeout(value = 2 * MINUTES, unit = TimeUnit.MINUTES)
    void aSmallDebianIsImportedChangedPushedAndPulled() throws Exception {
        Path archive = debian();
        Path packages = helloPackage();
        try (LocalRegistry registry = LocalRegistry.open(scratch.resolve("registry"))) {
            String name = registry.host() + "/debian:hello";
            good("import", archive.toString(), "debian:small");
            Files.delete(archive);
            assertThat(good(
                            "run",
                            "--rm",
                            "debian:small",
                            "sh",
                            "-c",
                            ". /etc/os-release; echo $ID; stat -c %u:%a /tmp"))
                    .isEqualTo(id() + "\n0:1777");

            good(
                    "run",
                    "--name",
                    "maker",
                    "-v",
                    packages + ":/packages:ro",
                    "debian:small",
                    "dpkg",
                    "-i",
                    "/packages/hello.deb");
            good("commit", "-m", "with hello", "-c", "CMD [\"hello\"]", "maker", name);
            good("rm", "maker");
            String before = good("inspect", "-f", "{{.Id}} {{.RootFS.Layers}}", name);
            String push = good("push", name);
            assertThat(push).contains("Pushed").containsPattern("\nhello: digest: sha256:[0-9a-f]{64} size: [0-9]+$");

            good("rmi", name, "debian:small");
            assertThat(good("images", "-aq")).isEmpty();
            for (String place : List.of("layers", "images/blobs/sha256", "tmp")) {
                try (var left = Files.list(launcher.data().resolve(place))) {
                    assertThat(left).as(place).isEmpty();
                }
            }

            good("pull", "-q", name);
            assertThat(good("inspect", "-f", "{{.Id}} {{.RootFS.Layers}}", name))
                    .isEqualTo(before);
            assertThat(good("run", "--rm", name)).isEqualTo("hello from a package, configured");
            assertThat(good("run", "--rm", name, "dpkg-query", "-W", "-f", "${Status}", "hello-jocker"))
                    .isEqualTo("install ok installed");
            assertThat(good("history", "--format", "{{.Comment}}", name).lines())
                    .containsExactly("with hello", "Imported from -");
            good("rmi", name);
        }
    }

    /** A tar archive of the packages that this machine's release cannot do without; or the end of the test where there is no mirror. */
    private Path debian() throws IOException, InterruptedException {
        Path program = Witness.require("mmdebstrap");
        String release = osRelease("VERSION_CODENAME").orElse("");
        assumeTrue(!release.isEmpty(), "this machine's release has no name that mmdebstrap knows");
        Path archive = scratch.resolve("debian.tar");
        Path log = scratch.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--quiet",
                        "--variant=essential",
                        "--dpkgopt=path-exclude=/usr/share/doc/*",
                        "--dpkgopt=path-exclude=/usr/share/man/*",
                        "--dpkgopt=path-exclude=/usr/share/locale/*",
                        release,
                        archive.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("TMPDIR", scratch.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assumeTrue(ended && process.exitValue() == 0, "mmdebstrap makes no root here: " + Files.readString(log));
        return archive;
    }

    private static String id() throws IOException {
        return osRelease("ID").orElseThrow();
    }

    private static Optional<String> osRelease(String variable) throws IOException {
        return Files.readAllLines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith(variable + "="))
                .map(line -> line.substring(variable.length() + 1).replace("\"", ""))
                .findFirst();
    }

    /** A directory with {@code hello.deb}, whose program says what its configuration wrote. */
    private Path helloPackage() throws IOException, InterruptedException {
        Path tree = scratch.resolve("hello");
        write(tree.resolve("DEBIAN/control"), """
                Package: hello-jocker
                Version: 1.0
                Architecture: all
                Maintainer: The test <test@localhost>
                Description: says hello
                """);
        script(tree.resolve("DEBIAN/postinst"), "echo configured > /etc/hello");
        script(tree.resolve("usr/bin/hello"), "echo \"hello from a package, $(cat /etc/hello)\"");
        Path packages = Files.createDirectory(scratch.resolve("packages"));
        LocalRegistry.run(
                Witness.require("dpkg-deb").toString(),
                "--root-owner-group",
                "--build",
                tree.toString(),
                packages.resolve("hello.deb").toString());
        return packages;
    }

    private static void script(Path file, String line) throws IOException {
        write(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
