package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.namespace.IdMap;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.UserNamespaces;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.NeedsRoot;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a child is born with: its namespaces, descriptors, signals, capabilities. And that a refused launch leaves nothing. */
@AlsoOnCgroupV2
@NeedsRoot
class LaunchIT {
    private static final Flags<CloneFlag> NO_NAMESPACES = Flags.none(CloneFlag.class);
    private static final long ROOTS_UID = 700_000;

    @Test
    void everyNamespaceThatWasAskedForIsNew() throws IOException {
        Flags<CloneFlag> all = Flags.of(
                CloneFlag.CLONE_NEWNS,
                CloneFlag.CLONE_NEWUTS,
                CloneFlag.CLONE_NEWIPC,
                CloneFlag.CLONE_NEWPID,
                CloneFlag.CLONE_NEWNET,
                CloneFlag.CLONE_NEWCGROUP);
        try (Waiting child = waiting(all, List.of(), List.of())) {
            for (NamespaceKind kind : NamespaceKind.values()) {
                boolean asked = all.has(kind.flag());
                assertThat(child.namespace(kind).equals(ours(kind)))
                        .as(kind.file())
                        .isEqualTo(!asked);
            }
            assertThat(child.status("NSpid:")).endsWith("\t1");
        }
    }

    @Test
    void noneIsNewUnlessAskedFor() throws IOException {
        try (Waiting child = waiting(NO_NAMESPACES, List.of(), List.of())) {
            for (NamespaceKind kind : NamespaceKind.values()) {
                assertThat(child.namespace(kind)).isEqualTo(ours(kind));
            }
        }
    }

    @Test
    void inheritsWhatItIsGivenUnderTheSameNumbersAndNothingElse() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe();
                Fd other = Descriptors.open(Path.of("/dev/null"), Flags.none(OpenFlag.class));
                Waiting child = waiting(NO_NAMESPACES, List.of(pipe.writeEnd(), other), List.of())) {
            assertThat(child.descriptors())
                    .isEqualTo(numbers(0, 1, 2, pipe.writeEnd().number(), other.number()));
            Path theirs =
                    Path.of("/proc/" + child.pid() + "/fd/" + pipe.writeEnd().number());
            Path ours = Path.of("/proc/self/fd/" + pipe.writeEnd().number());
            assertThat(Files.readSymbolicLink(theirs)).isEqualTo(Files.readSymbolicLink(ours));
        }
    }

    @Test
    void hasNothingOpenButItsStreams() throws IOException {
        try (Waiting child = waiting(NO_NAMESPACES, List.of(), List.of())) {
            assertThat(child.descriptors()).isEqualTo(numbers(0, 1, 2));
        }
    }

    /** The JVM has handlers for a dozen signals, and ignores some; none of that may get into a container. */
    @Test
    void beginsWithNoHandlerAndNothingIgnored() throws IOException {
        try (Waiting child = waiting(NO_NAMESPACES, List.of(), List.of())) {
            assertThat(child.status("SigCgt:")).isEqualTo("0000000000000000");
            assertThat(child.status("SigIgn:")).isEqualTo("0000000000000000");
            assertThat(child.status("SigBlk:")).isEqualTo("0000000000000000");
        }
    }

    @Test
    void theCallersSignalMaskIsAsBefore() throws Exception {
        String before = status("/proc/thread-self/status", "SigBlk:");
        try (Waiting child = waiting(NO_NAMESPACES, List.of(), List.of())) {
            assertThat(status("/proc/thread-self/status", "SigBlk:")).isEqualTo(before);
            assertThat(child.pid()).isPositive();
        }
        assertThatExceptionOfType(SyscallException.class).isThrownBy(() -> launch(notAnImage()));
        assertThat(status("/proc/thread-self/status", "SigBlk:")).isEqualTo(before);
    }

    @Test
    void isRootWithAllCapabilitiesInAUserNamespaceThatItJoins() throws IOException {
        try (Fd user = userNamespace();
                Waiting child = waiting(
                        Flags.of(CloneFlag.CLONE_NEWNS),
                        List.of(),
                        List.of(new Launch.Join(user, CloneFlag.CLONE_NEWUSER)))) {
            assertThat(child.namespace(NamespaceKind.USER))
                    .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/fd/" + user.number())))
                    .isNotEqualTo(ours(NamespaceKind.USER));
            String id = Long.toString(ROOTS_UID);
            assertThat(child.status("Uid:")).isEqualTo(String.join("\t", id, id, id, id));
            assertThat(child.status("Gid:")).isEqualTo(String.join("\t", id, id, id, id));
            String all = allCapabilities();
            assertThat(child.status("CapEff:")).isEqualTo(all);
            assertThat(child.status("CapPrm:")).isEqualTo(all);
            assertThat(child.namespace(NamespaceKind.MOUNT)).isNotEqualTo(ours(NamespaceKind.MOUNT));
        }
    }

    @Test
    void isOurChildThoughAGoBetweenClonedIt() throws IOException {
        try (Fd user = userNamespace();
                Waiting child =
                        waiting(NO_NAMESPACES, List.of(), List.of(new Launch.Join(user, CloneFlag.CLONE_NEWUSER)))) {
            assertThat(child.status("PPid:"))
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void isBornIntoAPidNamespaceThatItJoins() throws IOException {
        try (Waiting first = waiting(Flags.of(CloneFlag.CLONE_NEWPID), List.of(), List.of());
                Fd pids = open("/proc/" + first.pid() + "/ns/pid");
                Waiting second =
                        waiting(NO_NAMESPACES, List.of(), List.of(new Launch.Join(pids, CloneFlag.CLONE_NEWPID)))) {
            assertThat(second.namespace(NamespaceKind.PID)).isEqualTo(first.namespace(NamespaceKind.PID));
            // Not 3: the go-between joined for its children, and is not in the namespace itself.
            assertThat(second.status("NSpid:")).endsWith("\t2");
        }
    }

    @Test
    void aRefusedExecLeavesNothing() throws IOException {
        List<String> before = leftovers();
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> launch(notAnImage()))
                .satisfies(e -> {
                    assertThat(e.call()).isEqualTo(SystemCall.EXECVEAT);
                    assertThat(e.errno()).isEqualTo(Errno.ENOEXEC);
                })
                .withMessageStartingWith("execveat(");
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void aDescriptorThatIsNotOpenIsNamed() throws IOException {
        List<String> before = leftovers();
        Fd closed = Fd.owned(54_321, "nothing");
        try (Fd image = SealedImage.seal(waitingProgram())) {
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> new Launch(image, NO_NAMESPACES, List.of(closed), List.of(), null).start())
                    .withMessage("fcntl(nothing[fd 54321], F_SETFD, 0): EBADF (Bad file descriptor)");
        }
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void aRefusedCloneLeavesNothing() throws IOException {
        List<String> before = leftovers();
        // CLONE_FS and a new mount namespace exclude each other: clone(2), EINVAL.
        Flags<CloneFlag> impossible = Flags.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_FS);
        try (Fd image = SealedImage.seal(waitingProgram())) {
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> new Launch(image, impossible, List.of(), List.of(), null).start())
                    .satisfies(e -> {
                        assertThat(e.call()).isEqualTo(SystemCall.CLONE3);
                        assertThat(e.errno()).isEqualTo(Errno.EINVAL);
                    })
                    .withMessageContaining("CLONE_NEWNS");
        }
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void aRefusedCloneInTheGoBetweenLeavesNothing() throws IOException {
        List<String> before = leftovers();
        Flags<CloneFlag> impossible = Flags.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_FS);
        try (Fd image = SealedImage.seal(waitingProgram());
                Fd user = userNamespace()) {
            var join = new Launch.Join(user, CloneFlag.CLONE_NEWUSER);
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> new Launch(image, impossible, List.of(), List.of(join), null).start())
                    .satisfies(e -> assertThat(e.call()).isEqualTo(SystemCall.CLONE3));
        }
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void aNamespaceOfAnotherKindIsRefusedAndLeavesNothing() throws IOException {
        List<String> before = leftovers();
        try (Fd image = SealedImage.seal(waitingProgram());
                Fd uts = open("/proc/self/ns/uts")) {
            var join = new Launch.Join(uts, CloneFlag.CLONE_NEWPID);
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> new Launch(image, NO_NAMESPACES, List.of(), List.of(join), null).start())
                    .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                    .withMessageStartingWith("setns(/proc/self/ns/uts");
        }
        assertThat(leftovers()).isEqualTo(before);
    }

    /** Without a map for 0 there is no root to become: the step that fails is the change of user, not the joining. */
    @Test
    void aUserNamespaceWithoutARootIsRefusedByTheRightName() throws IOException {
        List<String> before = leftovers();
        List<IdMap> noRoot = List.of(new IdMap(1, ROOTS_UID, 10));
        try (Fd image = SealedImage.seal(waitingProgram());
                Fd user = UserNamespaces.create(noRoot, noRoot)) {
            var join = new Launch.Join(user, CloneFlag.CLONE_NEWUSER);
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> new Launch(image, NO_NAMESPACES, List.of(), List.of(join), null).start())
                    .withMessage("setresgid(0, 0, 0): EINVAL (Invalid argument)");
        }
        assertThat(leftovers()).isEqualTo(before);
    }

    /** A child whose signals are let through, as its last step before it waits. */
    private record Waiting(Child child) implements AutoCloseable {
        int pid() {
            return child.pid();
        }

        Path namespace(NamespaceKind kind) throws IOException {
            return Files.readSymbolicLink(Path.of("/proc/" + pid() + "/ns/" + kind.file()));
        }

        Set<Integer> descriptors() throws IOException {
            Set<Integer> numbers = new TreeSet<>();
            try (Stream<Path> files = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
                files.forEach(
                        file -> numbers.add(Integer.parseInt(file.getFileName().toString())));
            }
            return numbers;
        }

        String status(String field) throws IOException {
            return LaunchIT.status("/proc/" + pid() + "/status", field);
        }

        @Override
        public void close() throws IOException {
            try (child) {
                Processes.signal(child.pidfd(), signal_h.SIGKILL());
                Processes.await(child.pidfd());
            }
        }
    }

    private static Waiting waiting(Flags<CloneFlag> flags, List<Fd> inherited, List<Launch.Join> joins)
            throws IOException {
        try (Fd image = SealedImage.seal(waitingProgram())) {
            var child = new Waiting(
                    new Launch(image, flags, inherited, joins, null).start().child());
            // It waits in ppoll when the kernel shows it asleep.
            while (!Files.readString(Path.of("/proc/" + child.pid() + "/stat")).contains(") S ")) {
                Thread.onSpinWait();
            }
            return child;
        }
    }

    private static Program waitingProgram() {
        Label end = Label.named("end");
        return Program.named("waiting")
                .append(Call.of(
                                "end with the test",
                                SystemCall.PRCTL,
                                Operand.of(prctl_h.PR_SET_PDEATHSIG()),
                                Operand.of(signal_h.SIGKILL()))
                        .onErrorGoTo(end))
                .append(Call.of(
                                "let signals through",
                                SystemCall.RT_SIGPROCMASK,
                                Operand.of(signal_h.SIG_SETMASK()),
                                Operand.address(Datum.cell("no signals")),
                                Operand.NULL,
                                Operand.of(8))
                        .onErrorGoTo(end))
                .append(Call.of("wait", SystemCall.PPOLL, Operand.NULL, Operand.of(0), Operand.NULL, Operand.NULL)
                        .ignoringErrors())
                .append(end)
                .append(Call.of("end", SystemCall.EXIT_GROUP, Operand.of(1)))
                .build();
    }

    private static void launch(Fd image) throws SyscallException {
        try (image) {
            new Launch(image, NO_NAMESPACES, List.of(), List.of(), null).start();
        }
    }

    private static Fd notAnImage() throws IOException {
        return SealedImage.unlinkedFile(new byte[100]);
    }

    private static Fd userNamespace() throws IOException {
        List<IdMap> map = List.of(new IdMap(0, ROOTS_UID, 10));
        return UserNamespaces.create(map, map);
    }

    private static Fd open(String path) throws SyscallException {
        return Descriptors.open(Path.of(path), Flags.none(OpenFlag.class));
    }

    private static Path ours(NamespaceKind kind) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind.file()));
    }

    private static String allCapabilities() throws IOException {
        // Not Files.readString: the kernel gives such a file whole only to the first read.
        try (var file = new FileInputStream("/proc/sys/kernel/cap_last_cap")) {
            int last = Integer.parseInt(new String(file.readAllBytes(), StandardCharsets.US_ASCII).trim());
            return "%016x".formatted((1L << (last + 1)) - 1);
        }
    }

    private static Set<Integer> numbers(int... numbers) {
        Set<Integer> set = new TreeSet<>();
        for (int number : numbers) {
            set.add(number);
        }
        return set;
    }

    private static String status(String file, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(field)) {
                return line.substring(field.length()).trim();
            }
        }
        throw new AssertionError(file + " has no " + field);
    }

    /** What our descriptors lead to, but for those that the JDK opens when it likes, and our children. */
    private static List<String> leftovers() throws IOException {
        var found = new ArrayList<String>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                String target = target(file);
                if (!target.endsWith(".jar") && !target.endsWith("random") && !target.startsWith("/proc/")) {
                    found.add(target);
                }
            }
        }
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    found.add("children " + Files.readString(thread.resolve("children")));
                } catch (IOException e) {
                    // that thread has ended
                }
            }
        }
        found.removeIf("children "::equals);
        Collections.sort(found);
        return found;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "/proc/ of the listing itself";
        }
    }
}
