package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.launch.ChildProgram;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.security.CapabilitySet;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that wait for somebody to enter. */
@NeedsRoot
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileContainerIT {
    private static final int TIMES = 50;

    @TempDir
    Path directory;

    /**
     * What one sees of a process that enters, from its first moment, if one may see all of it: no right, no file and no descriptor of the
     * host's.
     */
    @Test
    void nobodyWhoEntersBringsAnythingAlong() throws Exception {
        try (Entering container = Entering.start(directory, lurking().capAdd("SYS_PTRACE"))) {
            List<String> lines = lurk(container, "look", 0);
            long own = container.host().ownCapabilities().bits();
            long granted = CapabilitySet.named(
                            container.target().spec().process().capabilities().bounding())
                    .bits();
            assertThat(granted).isNotEqualTo(own);
            for (String line : lines) {
                String[] words = line.split(" ");
                if (words[1].length() == 16) {
                    assertThat(Long.parseUnsignedLong(words[1], 16) & ~granted)
                            .as(line)
                            .isZero();
                    assertThat(Long.parseUnsignedLong(words[2], 16) & ~granted)
                            .as(line)
                            .isZero();
                } else if (words[1].equals("exe")) {
                    assertThat(words[2]).matches("/memfd:jocker-enter|/bin/busybox");
                } else if (words[1].startsWith("fd/")) {
                    assertThat(words[2]).matches("pipe:.*|socket:.*|/dev/null");
                } else {
                    assertThat(words[2]).isEqualTo("/");
                }
            }
            // The test has seen what it is about: processes before their exec.
            assertThat(lines).anyMatch(line -> line.startsWith("found exe /memfd:jocker-enter"));
            assertThat(lines).anyMatch(line -> line.startsWith("found fd/3 socket:"));
        }
    }

    /** One that may trace gets at no more than it has itself. */
    @Test
    void whoTracesGainsNothing() throws Exception {
        try (Entering container = Entering.start(directory, lurking().capAdd("SYS_PTRACE"))) {
            List<String> lines = lurk(container, "trace", 0);
            long granted = CapabilitySet.named(
                            container.target().spec().process().capabilities().bounding())
                    .bits();
            assertThat(lines).anyMatch(line -> line.startsWith("traced"));
            for (String line : lines) {
                String[] words = line.split(" ");
                if (words[0].equals("traced")) {
                    assertThat(Long.parseUnsignedLong(words[2], 16) & ~granted)
                            .as(line)
                            .isZero();
                }
            }
        }
    }

    /** In a user namespace not even that: what has been executed outside is not for those inside to trace. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoMayNotTraceDoesNot(boolean ownUsers) throws Exception {
        RunOptionsBuilder options = lurking();
        if (ownUsers) {
            options.userNamespace(NamespaceChoice.PRIVATE).capAdd("SYS_PTRACE");
        }
        try (Entering container = Entering.start(directory, options)) {
            assertThat(lurk(container, "trace", 0))
                    .anyMatch(line -> line.equals("refused EPERM"))
                    .noneMatch(line -> line.contains("jocker"));
        }
    }

    /** Killed at whatever moment, it leaves nobody waiting and nothing behind. */
    @Test
    void whoKillsGetsNobodyStuck() throws Exception {
        try (Entering container = Entering.start(directory, lurking())) {
            HostSnapshot before = leftovers();
            lurk(container, "kill", 137);
            container.run("kill", "-9", "2");
            assertThat(leftovers().own().children()).isEqualTo(before.own().children());
        }
    }

    /** CVE-2019-5736: the image that is executed cannot be written. */
    @Test
    void theExecutableOfWhoEntersCannotBeWritten() throws Exception {
        try (Entering container = Entering.start(directory, lurking().capAdd("SYS_PTRACE"))) {
            for (String line : lurk(container, "write", 0)) {
                assertThat(line).doesNotContain("exe").doesNotContain("memfd");
            }
        }
    }

    /** The same, with a command that is what executes it: it runs the image again, in the container, where it comes to nothing. */
    @Test
    void aCommandThatIsTheProgramThatEntersComesToNothing() throws Exception {
        RunOptionsBuilder options = lurking();
        Path trap = Files.writeString(directory.resolve("root/bin/trap"), "#!/proc/self/exe\n");
        assertThat(trap.toFile().setExecutable(true)).isTrue();
        try (Entering container = Entering.start(directory, options)) {
            assertThat(container.run("/bin/trap")).isEqualTo(new Entering.Result("", "", ChildProgram.FAILED));
            assertThat(container.run("/proc/self/exe").exitCode()).isEqualTo(ChildProgram.FAILED);
            assertThat(container.run("true").exitCode()).isZero();
        }
    }

    /** CVE-2024-21626: no descriptor leads to a directory of the host's. */
    @Test
    void noDescriptorIsAWorkingDirectory() throws Exception {
        try (Entering container = Entering.start(directory, lurking());
                Fd hosts = Descriptors.open(Path.of("/"), Flags.of(OpenFlag.O_DIRECTORY))) {
            for (int number = 0; number < 30; number++) {
                ExecOptions options = ExecOptions.command("cat", "etc/hostname")
                        .workingDirectory("/proc/self/fd/" + number)
                        .build();
                assertThatThrownBy(() -> container.run(options)).isInstanceOf(ContainerException.CannotExecute.class);
                // Somebody's input is a directory.
                assertThatThrownBy(() -> container.exec(options, new Stdio(hosts, null, null)))
                        .isInstanceOf(ContainerException.CannotExecute.class);
            }
            ExecOptions options = ExecOptions.command("true")
                    .workingDirectory("/proc/self/root")
                    .build();
            assertThat(container.run(options).exitCode()).isZero();
        }
    }

    @Test
    void accountsAreReadInTheContainerOrNotAtAll() throws Exception {
        Path outside = Files.writeString(directory.resolve("passwd"), "evil:x:1:1::/:\n");
        RunOptionsBuilder options = lurking();
        try (Entering container = Entering.start(directory, options)) {
            for (String attack : List.of(
                    "ln -sf " + outside + " /etc/passwd",
                    "ln -sf ../../../../../../../../.." + outside + " /etc/passwd",
                    "ln -sf /proc/1/root" + outside + " /etc/passwd",
                    "rm /etc/passwd; mkfifo /etc/passwd",
                    "rm /etc/passwd; mkdir /etc/passwd",
                    "rmdir /etc/passwd; truncate -s 100G /etc/passwd",
                    "rm /etc/passwd; ln -s /dev/zero /etc/passwd",
                    "ln -sf /etc/passwd /etc/passwd",
                    "rm -rf /etc; ln -s /proc/self/fd /etc")) {
                assertThat(container.run("sh", "-c", attack).exitCode())
                        .as(attack)
                        .isZero();
                assertThatThrownBy(() -> container.run(ExecOptions.command("true")
                                .user(UserChoice.parse("evil"))
                                .build()))
                        .as(attack)
                        .isInstanceOf(ContainerException.NotFound.class)
                        .hasMessageContaining("no user \"evil\"");
            }
        }
    }

    @Test
    void aTerminalIsAPseudoTerminalOrNone() throws Exception {
        try (Entering container = Entering.start(directory, lurking().capAdd("SYS_ADMIN"))) {
            ExecOptions options = ExecOptions.command("true").terminal(true).build();
            try (RunningExec exec = container.exec(options, Stdio.none())) {
                assertThat(exec.await().exitCode()).isZero();
            }
            for (String attack : List.of(
                    "mount -t tmpfs none /dev/pts && mkfifo /dev/pts/ptmx",
                    "rm /dev/pts/ptmx && ln -s /dev/zero /dev/pts/ptmx",
                    "rm /dev/pts/ptmx && echo text > /dev/pts/ptmx",
                    "mount --bind /dev/null /dev/pts/ptmx",
                    "umount /dev/pts/ptmx && rm /dev/pts/ptmx",
                    "umount /dev/pts && umount /dev/pts; mv /dev/pts /dev/old && ln -s old /dev/pts")) {
                Entering.Result done = container.run("sh", "-c", attack);
                assertThat(done.exitCode()).as(attack + ": " + done.err()).isZero();
                assertThatThrownBy(() -> container.exec(options, Stdio.none()))
                        .as(attack)
                        .isInstanceOf(StepFailure.class);
            }
        }
    }

    @Test
    void aFalseNullDeviceHoldsNobodyUp() throws Exception {
        try (Entering container = Entering.start(directory, lurking())) {
            ExecOptions options =
                    ExecOptions.command("sleep", "1000").detached(true).build();
            for (String attack : List.of(
                    "rm /dev/null; mkfifo /dev/null",
                    "rm /dev/null; ln -s /etc/secret /dev/null",
                    "rm /dev/null; mkdir /dev/null")) {
                try (Fd out = Descriptors.open(Path.of("/dev/null"), Flags.of(OpenFlag.O_RDWR));
                        RunningExec exec = container.exec(
                                ExecOptions.command("sh", "-c", attack).build(), new Stdio(out, out, out))) {
                    assertThat(exec.await().exitCode()).as(attack).isZero();
                }
                try {
                    container.detach(options);
                } catch (StepFailure e) {
                    assertThat(e).hasMessageContaining("/dev/null");
                }
            }
            assertThat(directory.resolve("root/etc/secret")).doesNotExist();
        }
    }

    /** Has a lurker at work while others enter; returns what it has printed. */
    private static List<String> lurk(Entering container, String what, int expected) throws Exception {
        Descriptors.Pipe out = Descriptors.pipe();
        try (out) {
            List<String> lines;
            try (RunningExec _ = container.exec(
                    ExecOptions.command("/bin/lurker", what).build(),
                    new Stdio(null, out.writeEnd(), out.writeEnd()))) {
                out.writeEnd().close();
                assertThat(Descriptors.read(out.readEnd(), Descriptors.buffer(6)))
                        .isEqualTo(6);
                for (int i = 0; i < TIMES; i++) {
                    assertThat(container.run("true").exitCode()).isIn(expected, 0);
                }
            }
            lines = Entering.readAll(out.readEnd()).lines().toList();
            assertThat(lines).isNotEmpty();
            return new ArrayList<>(lines);
        }
    }

    private HostSnapshot leftovers() throws IOException {
        return HostSnapshot.withOwn(directory);
    }

    private RunOptionsBuilder lurking() throws IOException, InterruptedException {
        Path root = Busybox.rootIn(directory.resolve("root"));
        String gcc = Witness.require("gcc").toString();
        Path source = directory.resolve("lurker.c");
        try (InputStream text = HostileContainerIT.class.getResourceAsStream("lurker.c")) {
            Files.copy(text, source);
        }
        Process compiler = new ProcessBuilder(
                        gcc, "-static", "-O1", "-o", root.resolve("bin/lurker").toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        return RunOptions.rootfs(root).command("/bin/sleep", "1000");
    }
}
