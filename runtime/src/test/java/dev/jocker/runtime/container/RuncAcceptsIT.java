package dev.jocker.runtime.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.runtime.docker.DockerSpec;
import dev.jocker.runtime.docker.HostFacts;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.SpecJson;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another runtime takes our specification and starts what it says; and we take the one that it writes. */
@NeedsRoot
class RuncAcceptsIT {
    private record Ended(int status, String output) {}

    private static Ended run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(directory.resolve("output")));
    }

    private static Path busyboxRoot(Path bundle) throws IOException {
        Path busybox = Witness.require("busybox");
        Path rootfs = Files.createDirectories(bundle.resolve("rootfs/bin")).getParent();
        Path copy = Files.copy(busybox, rootfs.resolve("bin/busybox"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(rootfs.resolve("bin/sh"), Path.of("busybox"));
        Files.createDirectories(rootfs.resolve("etc"));
        return rootfs;
    }

    /** Limits and the place among the cgroups are the host's business, and this one may have both versions of them. */
    private static Spec withoutCgroup(Spec spec, String cgroupsPath) {
        Linux linux = spec.linux();
        return new Spec(
                spec.ociVersion(),
                spec.process(),
                spec.root(),
                spec.hostname(),
                spec.domainname(),
                spec.mounts().stream()
                        .filter(mount -> !mount.type().equals("cgroup"))
                        .toList(),
                spec.hooks(),
                spec.annotations(),
                new Linux(
                        linux.uidMappings(),
                        linux.gidMappings(),
                        linux.sysctl(),
                        null,
                        cgroupsPath,
                        linux.namespaces(),
                        linux.devices(),
                        linux.netDevices(),
                        linux.seccomp(),
                        linux.rootfsPropagation(),
                        linux.maskedPaths(),
                        linux.readonlyPaths(),
                        linux.mountLabel(),
                        linux.personality(),
                        linux.timeOffsets()));
    }

    @Test
    void runcStartsWhatTheSpecificationSays(@TempDir Path bundle) throws Exception {
        String runc = Witness.require("runc").toString();
        Path rootfs = busyboxRoot(bundle);
        Path hostname = Files.writeString(bundle.resolve("hostname"), "box\n");
        Files.createDirectories(bundle.resolve("shared"));
        String id = "jocker-runcaccepts-" + ProcessHandle.current().pid();
        // One stream: runc copies the two at its own pace.
        String script = "exec 2>&1; busybox id -u; busybox id -G; busybox hostname; busybox pwd; echo $HOME $A;"
                + " busybox grep -E 'CapBnd|NoNewPrivs' /proc/self/status; ulimit -n;"
                + " busybox cat /etc/hostname /proc/sys/net/ipv4/ip_unprivileged_port_start;"
                + " busybox df -k /dev/shm | busybox tail -n 1 | busybox awk '{print $2}';"
                + " echo x > /shared/x; echo read-only:$?";
        RunOptions options = RunOptions.rootfs(rootfs)
                .command("sh", "-c", script)
                .hostname("box")
                .environment("A=1")
                .user(UserChoice.parse("1000:1001"))
                .groupAdd("7")
                .workingDirectory("/etc")
                .ulimit(Ulimit.parse("nofile=64:128"))
                .noNewPrivileges(true)
                .shmSize(1 << 20)
                .volume(VolumeMount.parseVolume(bundle.resolve("shared") + ":/shared:ro"))
                .volume(VolumeMount.parseTmpfs("/tmp:size=1m"))
                .build();
        // Debian 12's runc is 1.1: it does not know rro.
        HostFacts facts = HostFacts.of(id, rootfs)
                .etc(hostname, null, null)
                .recursiveReadOnly(false)
                .build();
        Spec spec = withoutCgroup(DockerSpec.of(options, ImageConfig.EMPTY, Accounts.EMPTY, facts), "/" + id);
        Files.write(bundle.resolve("config.json"), SpecJson.write(spec));

        String state = bundle.resolve("state").toString();
        Ended ended;
        try {
            ended = run(bundle, runc, "--root", state, "run", id);
        } finally {
            run(bundle, runc, "--root", state, "delete", "--force", id);
        }
        assertThat(ended.output()).isEqualTo("""
                        1000
                        1001 7
                        box
                        /etc
                        / 1
                        CapBnd:\t00000000a80425fb
                        NoNewPrivs:\t1
                        64
                        box
                        0
                        1024
                        sh: can't create /shared/x: Read-only file system
                        read-only:1
                        """);
        assertThat(ended.status()).isZero();
    }

    @Test
    void readsWhatRuncWrites(@TempDir Path bundle) throws Exception {
        String runc = Witness.require("runc").toString();
        assertThat(run(bundle, runc, "spec").status()).isZero();
        Path config = bundle.resolve("config.json");
        Spec spec = SpecJson.readSpec(Files.readAllBytes(config));
        assertThat(spec.linux().namespaces()).isNotEmpty();
        assertThat(new String(SpecJson.write(spec), UTF_8).strip())
                .isEqualTo(Files.readString(config).strip());
    }

    @Test
    void makingASpecificationLoadsNoJsonLibrary(@TempDir Path directory) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assumeTrue(Files.isExecutable(java), "no java command in " + java);
        Ended ended = run(
                directory,
                java.toString(),
                "-Xlog:class+load:file=classes",
                "-cp",
                System.getProperty("java.class.path"),
                MakesASpec.class.getName());
        assertThat(ended).isEqualTo(new Ended(0, "sh\n"));
        List<String> jackson;
        try (Stream<String> lines = Files.lines(directory.resolve("classes"))) {
            jackson = lines.filter(line -> line.contains("jackson")).toList();
        }
        assertThat(jackson).isEmpty();
    }

    /** What a cold start does with these rooms. */
    static final class MakesASpec {
        public static void main(String[] arguments) {
            RunOptions options = RunOptions.image("host").command("sh").build();
            Spec spec = DockerSpec.of(
                    options,
                    ImageConfig.EMPTY,
                    Accounts.EMPTY,
                    HostFacts.of("id", Path.of("/r")).build());
            System.out.println(spec.process().args().get(0));
        }
    }
}
