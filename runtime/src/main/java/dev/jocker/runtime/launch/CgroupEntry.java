package dev.jocker.runtime.launch;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a container's first process gets into its groups, before anything else: into that of version 2 by the clone, into those of
 * version 1 by "0" in their files {@code tasks}. Those, not {@code cgroup.procs}: with a single thread they mean the same, but the
 * kernel makes no others wait for it (16 ms were measured, a grace period of RCU).
 *
 * <p>The files are opened by jocker and inherited: the right to write is the opener's, and a child in a user namespace has it not.
 */
public final class CgroupEntry implements AutoCloseable {
    private static final Flags<OpenFlag> WRITE = Flags.of(OpenFlag.O_WRONLY);
    private static final Flags<OpenFlag> DIRECTORY = Flags.of(OpenFlag.O_DIRECTORY);

    private final Handle versionTwo;
    private final Path versionTwoPath;
    private final List<Handle> tasks = new ArrayList<>();
    private final List<Path> paths;

    private CgroupEntry(Cgroup cgroup) {
        versionTwoPath = cgroup.versionTwo();
        versionTwo = versionTwoPath == null ? null : new Handle(versionTwoPath.toString());
        paths = cgroup.versionOne();
        for (Path path : paths) {
            tasks.add(new Handle(path + "/tasks"));
        }
    }

    static CgroupEntry into(Cgroup cgroup) {
        return new CgroupEntry(cgroup);
    }

    /** Opens the groups, which have to be there. */
    void open() throws IOException {
        if (versionTwo != null) {
            versionTwo.opened(Descriptors.open(versionTwoPath, DIRECTORY));
        }
        for (int i = 0; i < paths.size(); i++) {
            tasks.get(i).opened(Descriptors.open(paths.get(i).resolve("tasks"), WRITE));
        }
    }

    /** What the child is cloned into, or null. */
    Argument versionTwo() {
        return versionTwo;
    }

    /** What it inherits, to be {@linkplain #open opened} before. */
    public List<? extends Argument> inherited() {
        return tasks;
    }

    /** What it inherits, open. */
    List<Fd> opened() {
        List<Fd> opened = new ArrayList<>();
        for (Handle each : tasks) {
            opened.add(each.fd());
        }
        return opened;
    }

    /** Says which numbers, from {@code first} on, the files have in a process that opens them by {@link #opening}; the next one. */
    int placed(int first) {
        int number = first;
        for (Handle each : tasks) {
            each.placed(number++);
        }
        return number;
    }

    /** What {@link #open} does, as steps of a program, but for the group that the clone is told by its path. */
    List<Instruction> opening() {
        List<Instruction> steps = new ArrayList<>();
        Operand cloexec = Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC");
        for (int i = 0; i < paths.size(); i++) {
            Datum file = Datum.cell("tasks");
            Operand opened = Operand.contents(file);
            steps.add(Call.of(
                            "the child is to enter this control group",
                            SystemCall.OPENAT,
                            Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"),
                            Operand.string(paths.get(i).resolve("tasks").toString()),
                            Operand.of(WRITE.with(OpenFlag.O_CLOEXEC)))
                    .into(file));
            steps.add(
                    Call.of("where the child expects it", SystemCall.DUP3, opened, Operand.of(tasks.get(i)), cloexec));
            steps.add(Call.of("that is all it takes", SystemCall.CLOSE, opened).ignoringErrors());
        }
        return steps;
    }

    /** The group that the child is cloned into, or null. */
    Path versionTwoPath() {
        return versionTwoPath;
    }

    /** The child's very first steps. */
    List<Instruction> instructions() {
        List<Instruction> steps = new ArrayList<>();
        Datum self = Datum.string("0");
        for (int i = 0; i < paths.size(); i++) {
            steps.add(Call.of(
                    "enter its control group, "
                            + paths.get(i).getParent().getParent().getFileName(),
                    SystemCall.WRITE,
                    Operand.of(tasks.get(i)),
                    Operand.address(self),
                    Operand.of(1)));
        }
        return steps;
    }

    /** A namespace of its own begins at the groups that the process is in: so this comes after entering them. */
    static Call ownNamespace() {
        return Call.of(
                "see these as the roots of all control groups",
                SystemCall.UNSHARE,
                Operand.of(Flags.of(CloneFlag.CLONE_NEWCGROUP)));
    }

    @Override
    public void close() {
        if (versionTwo != null) {
            versionTwo.close();
        }
        for (Handle each : tasks) {
            each.close();
        }
    }
}
