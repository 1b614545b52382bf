package dev.jocker.runtime.enter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.runtime.container.Busybox;
import dev.jocker.runtime.container.Entering;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.LaunchThread;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.runtime.syscall.Terminals;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A further command in a container that runs. */
@NeedsRoot
@AlsoOnCgroupV2
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isWhereAndWhatTheFirstProcessIs(boolean ownUsers) throws IOException {
        RunOptionsBuilder options = sleeping().workingDirectory("/etc").environment("GREETING=hello");
        if (ownUsers) {
            options.userNamespace(NamespaceChoice.PRIVATE);
        }
        try (Entering container = Entering.start(directory, options)) {
            String facts = "for kind in mnt uts ipc pid net cgroup user; do readlink /proc/$1/ns/$kind; done;"
                    + " grep -E '^(Cap|Uid|Gid|Groups|Seccomp|NoNewPrivs)' /proc/$1/status; cat /proc/$1/oom_score_adj;"
                    + " cat /proc/$1/limits; readlink /proc/$1/cwd; readlink /proc/$1/root";
            String first = container.run("sh", "-c", facts, "facts", "1").out();
            String ours = container.run("sh", "-c", facts, "facts", "self").out();

            assertThat(ours).isEqualTo(first).contains("Seccomp:\t2", "\n/etc\n");
            assertThat(container.run("sh", "-c", "echo $GREETING").out()).isEqualTo("hello\n");
            assertThat(container.run("sh", "-c", "exit 42").exitCode()).isEqualTo(42);
        }
    }

    @Test
    void isAProcessOfItsOwnSessionThatSeesOnlyTheContainers() throws IOException {
        try (Entering container = Entering.start(directory, sleeping())) {
            assertThat(container
                            .run(
                                    "sh",
                                    "-c",
                                    "ls /proc | grep -c '^[0-9]'; ls /proc/self/fd | wc -l; echo $PPID; "
                                            + "cut -d ' ' -f 6 /proc/$$/stat; echo $$")
                            .out()
                            .split("\n"))
                    .satisfies(lines -> {
                        assertThat(Integer.parseInt(lines[0])).isBetween(3, 5); // sleep, sh, ls, grep
                        assertThat(lines[1]).isEqualTo("4"); // the fourth is that of ls
                        assertThat(lines[2]).isEqualTo("0");
                        assertThat(lines[3]).isEqualTo(lines[4]);
                    });
        }
    }

    @Test
    void ofAnotherUserHasThatUsersGroupsAndHome() throws IOException {
        RunOptionsBuilder options = sleeping();
        Files.writeString(
                directory.resolve("root/etc/passwd"), "root:x:0:0::/root:/bin/sh\njo:x:1000:100::/home/jo:/bin/sh\n");
        Files.writeString(directory.resolve("root/etc/group"), "root:x:0:\nwheel:x:10:jo\nusers:x:100:\nvideo:x:44:\n");
        try (Entering container = Entering.start(directory, options, List.of(), List.of("video"))) {
            String who = "id -u; id -g; id -G; echo $HOME; grep CapEff /proc/self/status";
            assertThat(container
                            .run(ExecOptions.command("sh", "-c", who)
                                    .user(UserChoice.parse("jo"))
                                    .build())
                            .out())
                    .isEqualTo("1000\n100\n100 10 44\n/home/jo\nCapEff:\t0000000000000000\n");
            assertThat(container
                            .run(ExecOptions.command("sh", "-c", who)
                                    .user(UserChoice.parse("7:8"))
                                    .environment("HOME=/elsewhere")
                                    .build())
                            .out())
                    .isEqualTo("7\n8\n8 44\n/elsewhere\nCapEff:\t0000000000000000\n");
            assertThatThrownBy(() -> container.run(ExecOptions.command("true")
                            .user(UserChoice.parse("nobody"))
                            .build()))
                    .isInstanceOf(ContainerException.NotFound.class)
                    .hasMessageContaining("no user \"nobody\"");
        }
    }

    @Test
    void environmentAndDirectoryAreAsAskedFor() throws IOException {
        try (Entering container =
                Entering.start(directory, sleeping().environment("A=1").environment("B=2"))) {
            ExecOptions options = ExecOptions.command("sh", "-c", "echo $A $B $C; pwd")
                    .environment("A=one")
                    .environment("B")
                    .environment("C=3")
                    .workingDirectory("/bin")
                    .build();
            assertThat(container.run(options).out()).isEqualTo("one 3\n/bin\n");
        }
    }

    @Test
    void privilegedHasAllCapabilitiesAndTheContainersFilter() throws IOException {
        try (Entering container = Entering.start(directory, sleeping())) {
            String status = container
                    .run(ExecOptions.command("grep", "-E", "CapEff|CapBnd|Seccomp:", "/proc/self/status")
                            .privileged(true)
                            .build())
                    .out();
            String all =
                    String.format("%016x", container.host().ownCapabilities().bits());
            assertThat(status).isEqualTo("CapEff:\t" + all + "\nCapBnd:\t" + all + "\nSeccomp:\t2\n");
        }
    }

    @Test
    void failuresAreThoseOfAStart() throws IOException {
        try (Entering container = Entering.start(directory, sleeping())) {
            HostSnapshot before = leftovers();
            assertFails(container, ExecOptions.command("nothing"), 127, "nothing: command not found in /");
            assertFails(container, ExecOptions.command("/nothing"), 127, "/nothing");
            assertFails(container, ExecOptions.command("/etc"), 126, "/etc: is a directory");
            assertFails(container, ExecOptions.command("true").workingDirectory("/nowhere"), 127, "/nowhere is not in");
            assertFails(
                    container,
                    ExecOptions.command("true").workingDirectory("/bin/sh"),
                    126,
                    "the working directory /bin/sh: ENOTDIR");
            assertThat(HostSnapshot.changes(before, this::leftovers)).isEmpty();
        }
    }

    private static void assertFails(Entering container, ExecOptions.Builder options, int status, String message) {
        assertThatThrownBy(() -> container.run(options.build()))
                .isInstanceOfSatisfying(
                        ContainerException.CannotExecute.class,
                        e -> assertThat(e.exitStatus()).isEqualTo(status))
                .hasMessageContaining(message);
    }

    @Test
    void aContainerThatHasEndedIsNotFound() throws IOException {
        try (Entering container = Entering.start(directory, sleeping())) {
            container.container().signal(9);
            container.container().await();
            assertThatThrownBy(() -> container.run("true"))
                    .isInstanceOf(ContainerException.NotFound.class)
                    .hasMessageContaining("has ended");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTerminalIsTheContainersOwn(boolean ownUsers) throws IOException {
        RunOptionsBuilder run = sleeping();
        if (ownUsers) {
            run.userNamespace(NamespaceChoice.PRIVATE);
        }
        try (Entering container = Entering.start(directory, run)) {
            ExecOptions options = ExecOptions.command(
                            "sh", "-c", "tty; stty size; echo $TERM; echo from >/dev/tty; read x; stty size")
                    .user(UserChoice.parse("7"))
                    .terminal(true)
                    .build();
            try (RunningExec exec = container.exec(options, Stdio.none())) {
                assertThat(line(exec)).isEqualTo("/dev/pts/0");
                assertThat(line(exec)).isEqualTo("30 100");
                assertThat(line(exec)).isEqualTo("xterm");
                assertThat(line(exec)).isEqualTo("from");
                Terminals.setWindowSize(exec.terminal(), new Terminals.Winsize(5, 6, 0, 0));
                Descriptors.write(exec.terminal(), "\n".getBytes(UTF_8));
                assertThat(line(exec)).isEmpty();
                assertThat(line(exec)).isEqualTo("5 6");
                assertThat(exec.await()).isEqualTo(new Processes.Ending(false, 0));
            }
        }
    }

    private static String line(RunningExec exec) throws IOException {
        var text = new StringBuilder();
        var one = Descriptors.buffer(1);
        while (Descriptors.read(exec.terminal(), one.clear()) > 0 && one.get(0) != '\n') {
            if (one.get(0) != '\r') {
                text.append((char) one.get(0));
            }
        }
        return text.toString();
    }

    @Test
    void endsWithAnotherThreadsSignalOrItsHandle() throws IOException {
        try (Entering container = Entering.start(directory, sleeping())) {
            RunningExec first =
                    container.exec(ExecOptions.command("sleep", "1000").build(), Stdio.none());
            try (RunningExec second =
                    container.exec(ExecOptions.command("sleep", "1000").build(), Stdio.none())) {
                second.signal(15);
                assertThat(second.await()).isEqualTo(new Processes.Ending(true, 15));
            }
            first.close();
            assertThat(first.await()).isEqualTo(new Processes.Ending(true, 9));
            assertThat(Files.exists(Path.of("/proc/" + first.pid()))).isFalse();
        }
    }

    @Test
    void aDetachedOneIsNobodysChildHere() throws Exception {
        try (Entering container = Entering.start(directory, sleeping())) {
            HostSnapshot before = leftovers();
            int pid = container.detach(
                    ExecOptions.command("sleep", "1000").detached(true).build());
            assertThat(Files.readString(Path.of("/proc/" + pid + "/comm"))).isEqualTo("sleep\n");
            assertThat(leftovers().own().children()).isEqualTo(before.own().children());
            assertThat(container
                            .run("sh", "-c", "kill -9 $(pidof sleep | tr ' ' '\\n' | grep -v '^1$')")
                            .exitCode())
                    .isZero();
            while (Files.exists(Path.of("/proc/" + pid))) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void manyAtOnceAreFine() throws Exception {
        try (Entering container = Entering.start(directory, sleeping())) {
            List<Thread> threads = new ArrayList<>();
            List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
            HostSnapshot before = leftovers();
            for (int i = 0; i < 8; i++) {
                String word = "word" + i;
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int round = 0; round < 10; round++) {
                            String out =
                                    container.run("sh", "-c", "echo " + word).out();
                            if (!out.equals(word + "\n")) {
                                wrong.add(out);
                            }
                        }
                    } catch (IOException | RuntimeException e) {
                        wrong.add(e.toString());
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(HostSnapshot.changes(before, this::leftovers)).isEmpty();
        }
    }

    @Test
    void isInTheControlGroupsThatItIsToldOf() throws Exception {
        String name = "jocker-exec-it-" + ProcessHandle.current().pid();
        List<Path> groups = new ArrayList<>();
        for (String hierarchy : List.of("pids", "freezer", "unified")) {
            Path parent = Path.of("/sys/fs/cgroup", hierarchy);
            if (Files.isDirectory(parent)) {
                groups.add(Files.createDirectory(parent.resolve(name)));
            }
        }
        assumeThat(groups).isNotEmpty();
        try (Entering container = Entering.start(directory, sleeping(), groups, List.of())) {
            try (RunningExec exec =
                    container.exec(ExecOptions.command("sleep", "1000").build(), Stdio.none())) {
                for (Path group : groups) {
                    assertThat(Files.readAllLines(group.resolve("cgroup.procs")))
                            .containsExactly(Integer.toString(exec.pid()));
                }
            }
        } finally {
            for (Path group : groups) {
                Files.delete(group);
            }
        }
    }

    @Test
    void aProbeNeedsNoJocker() throws Exception {
        try (Entering container = Entering.start(directory, sleeping())) {
            assertThat(probe(container, "sh", "-c", "echo well; echo ill >&2; exit 3"))
                    .isEqualTo(new Probed("well\nill\n", 3));
            assertThat(probe(container, "sh", "-c", "kill -15 $$")).isEqualTo(new Probed("", 143));
            assertThat(probe(container, "nothing")).isEqualTo(new Probed("nothing: not found\n", 127));
            assertThat(probe(container, "/etc")).isEqualTo(new Probed("/etc: cannot be executed\n", 126));
            container.container().signal(9);
            container.container().await();
            assertThat(probe(container, "true")).isEqualTo(new Probed("the container cannot be entered\n", 125));
        }
    }

    /** Without a process of its own, and without the dead: an orphan of the host's is the host's init to take leave of, when it likes. */
    private static final String LIVING_SHELLS = """
            for stat in /proc/[0-9]*/stat; do
                read -r line < $stat || continue
                case $line in *'(sh) Z'*) ;; *'(sh)'*) echo sh ;; esac
            done""";

    @Test
    void aProbeThatIsKilledTakesItsCommandAlong() throws Exception {
        try (Entering container = Entering.start(directory, sleeping())) {
            Descriptors.Pipe out = Descriptors.pipe();
            try (out) {
                Child probe = launchProbe(container, out.writeEnd(), "sh", "-c", "echo here; sleep 1000");
                try (probe) {
                    out.writeEnd().close();
                    assertThat(Descriptors.read(out.readEnd(), Descriptors.buffer(5)))
                            .isEqualTo(5);
                    Processes.signal(probe.pidfd(), 9);
                    Processes.await(probe.pidfd());
                }
                String left = "";
                for (int tries = 0;
                        !left.equals("sh\n") && tries < 50;
                        tries++) { // this one; the kernel takes its time
                    left = container.run("sh", "-c", LIVING_SHELLS).out();
                }
                assertThat(left).isEqualTo("sh\n");
            }
        }
    }

    private record Probed(String out, int status) {}

    private static Probed probe(Entering container, String... command) throws IOException {
        Descriptors.Pipe out = Descriptors.pipe();
        try (out;
                Child probe = launchProbe(container, out.writeEnd(), command)) {
            out.writeEnd().close();
            String text = Entering.readAll(out.readEnd());
            return new Probed(text, Processes.await(probe.pidfd()).exitCode());
        }
    }

    /** A monitor has other standard streams; a program that puts them to their places stands for it here. */
    private static Child launchProbe(Entering container, Fd out, String... command) throws IOException {
        Program probe = Exec.probe(
                container.target().spec(),
                ExecOptions.command(command).build(),
                Accounts.EMPTY,
                List.of(),
                container.host(),
                container.target().pidfd(),
                List.of());
        try (Fd image = SealedImage.seal(probe);
                Fd front = SealedImage.seal(withOutput(image, out))) {
            return LaunchThread.call(() -> new Launch(
                                    front,
                                    Flags.none(CloneFlag.class),
                                    List.of(out, image, container.target().pidfd()),
                                    List.of(),
                                    null)
                            .start())
                    .child();
        }
    }

    private static Program withOutput(Fd image, Fd out) {
        Operand none = Operand.of(0);
        return Program.named("front")
                .call("output", SystemCall.DUP3, Operand.of(out), Operand.of(1), none)
                .call("output", SystemCall.DUP3, Operand.of(out), Operand.of(2), none)
                .call("no copy", SystemCall.CLOSE, Operand.of(out))
                .call(
                        "go on",
                        SystemCall.EXECVEAT,
                        Operand.of(image),
                        Operand.string(""),
                        Operand.strings(List.of("probe")),
                        Operand.strings(List.of()),
                        Operand.of(fcntl_h.AT_EMPTY_PATH()))
                .append(Instruction.Call.of("end", SystemCall.EXIT_GROUP, Operand.of(99))
                        .ignoringErrors())
                .build();
    }

    private HostSnapshot leftovers() throws IOException {
        return HostSnapshot.withOwn(directory);
    }

    private RunOptionsBuilder sleeping() throws IOException {
        return RunOptions.rootfs(Busybox.rootIn(directory.resolve("root"))).command("/bin/sleep", "1000");
    }
}
