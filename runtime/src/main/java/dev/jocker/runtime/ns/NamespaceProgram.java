package dev.jocker.runtime.ns;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.CHDIR;
import static dev.jocker.runtime.syscall.SystemCall.CHROOT;
import static dev.jocker.runtime.syscall.SystemCall.CLONE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.FCHDIR;
import static dev.jocker.runtime.syscall.SystemCall.MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;
import static dev.jocker.runtime.syscall.SystemCall.SETGROUPS;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.SETRESGID;
import static dev.jocker.runtime.syscall.SystemCall.SETRESUID;
import static dev.jocker.runtime.syscall.SystemCall.UNSHARE;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.launch.ChildProgram;
import dev.jocker.runtime.launch.CommandSteps;
import dev.jocker.runtime.namespace.IdMap;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.ns.NamespaceCommand.GroupsChange;
import dev.jocker.runtime.ns.NamespaceCommand.Place;
import dev.jocker.runtime.ns.NamespaceCommand.Propagation;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The program that joins and makes namespaces and becomes a command, in the order of {@code nsenter(1)} and {@code unshare(1)}. With a fork the
 * command is born as our child and not its own: so signals and the exit status need nobody in between.
 *
 * <pre>
 *   JVM ──Launch──► setns …, unshare, maps, clocks
 *    │                │ clone(CLONE_PARENT) ──► child, in the pid namespace
 *    │ ◄── its pid ───┤                          │ propagation, root, proc, directory, ids
 *    │                └ ends                     └ execve
 * </pre>
 */
final class NamespaceProgram {
    private final NamespaceCommand wanted;
    private final Opened opened;
    private final Program.Builder program = Program.named("jocker-ns");

    private NamespaceProgram(NamespaceCommand wanted, Opened opened) {
        this.wanted = wanted;
        this.opened = opened;
    }

    /**
     * What is open before the program begins.
     *
     * @param channel to jocker
     * @param joins the files of {@link NamespaceCommand#joins}, in their order
     * @param root of the place, where that is opened before; else null
     * @param directory likewise
     */
    record Opened(Argument channel, List<? extends Argument> joins, Argument root, Argument directory) {
        Opened {
            joins = List.copyOf(joins);
        }
    }

    static Program of(NamespaceCommand wanted, Opened opened, Process process) {
        return new NamespaceProgram(wanted, opened).build(process);
    }

    private Program build(Process process) {
        Label failed = Label.named("failed");
        program.call(
                "have a name in ps until the command has its own",
                PRCTL,
                Operand.named(prctl_h.PR_SET_NAME(), "PR_SET_NAME"),
                Operand.string("jocker-ns"));
        program.append(CommandSteps.dieWithJocker(opened.channel));
        join();
        make();
        if (wanted.fork()) {
            fork();
        }
        place();
        become();
        program.append(CommandSteps.cleanSlate())
                .append(CommandSteps.execute(process))
                .append(failed)
                .append(Call.of(
                                "tell jocker which step failed",
                                WRITE,
                                Operand.of(opened.channel),
                                program.failureReport(),
                                program.failureReportLength())
                        .ignoringErrors())
                .append(end(ChildProgram.FAILED));
        return program.onFailure(failed).build();
    }

    private void join() {
        for (int i = 0; i < wanted.joins().size(); i++) {
            NamespaceKind kind = wanted.joins().get(i).kind();
            Operand flag = Operand.of(Flags.of(kind.flag()));
            program.call("join the " + kind.file() + " namespace", SETNS, Operand.of(opened.joins.get(i)), flag);
        }
    }

    private void make() {
        if (!wanted.made().isEmpty()) {
            program.call("leave the namespaces of this kind for new ones", UNSHARE, Operand.of(wanted.made()));
        }
        var identity = wanted.identity();
        if (identity.setgroups() != GroupsChange.UNCHANGED) {
            String word = identity.setgroups() == GroupsChange.DENY ? "deny" : "allow";
            writeFile("whether groups may be dropped in the user namespace", "/proc/self/setgroups", word);
        }
        writeMap("which users there are in the user namespace", "/proc/self/uid_map", identity.uids());
        writeMap("which groups there are in the user namespace", "/proc/self/gid_map", identity.gids());
        writeOffset("monotonic", wanted.offsets().monotonic());
        writeOffset("boottime", wanted.offsets().boottime());
    }

    private void writeMap(String reason, String file, List<IdMap> maps) {
        if (!maps.isEmpty()) {
            IdMap map = maps.getFirst();
            writeFile(reason, file, map.inside() + " " + map.outside() + " " + map.size());
        }
    }

    private void writeOffset(String clock, TimeOffset offset) {
        if (offset != null) {
            String value = clock + " " + offset.secs() + " " + offset.nanosecs();
            writeFile("what the time namespace's clock shows", "/proc/self/timens_offsets", value);
        }
    }

    private void fork() {
        Label child = Label.named("child");
        Datum pid = Datum.structure("pid", Integer.BYTES);
        Argument flags =
                Argument.named(CloneFlag.CLONE_PARENT.bits() | signal_h.SIGCHLD(), CloneFlag.CLONE_PARENT + "|SIGCHLD");
        program.append(Call.of(
                                "be born anew: a pid namespace takes none but children",
                                CLONE,
                                Operand.of(flags),
                                NULL,
                                NULL,
                                NULL,
                                NULL)
                        .into(pid, 0, Width.NARROW)
                        .forkingTo(child))
                .append(Call.of(
                                "tell jocker who it is",
                                WRITE,
                                Operand.of(opened.channel),
                                Operand.address(pid),
                                Operand.of(Integer.BYTES))
                        .ignoringErrors())
                .append(end(0))
                .append(child)
                .append(CommandSteps.dieWithJocker(opened.channel));
    }

    /** As unshare(1) has it: the propagation, then the root, in it the directory, in it proc. */
    private void place() {
        Place place = wanted.place();
        if (wanted.made().has(CloneFlag.CLONE_NEWNS) && place.propagation() != Propagation.UNCHANGED) {
            propagate("/", place.propagation());
        }
        if (place.openedBefore()) {
            if (opened.root != null) {
                program.call("go to the root", FCHDIR, Operand.of(opened.root));
                program.call("see nothing else", CHROOT, Operand.string("."));
            }
            if (opened.directory != null) {
                program.call("work in that directory", FCHDIR, Operand.of(opened.directory));
            }
            return;
        }
        if (place.root() != null) {
            program.call("see nothing else", CHROOT, Operand.string(place.root().toString()));
        }
        if (place.directory() != null) {
            program.call(
                    "work in that directory",
                    CHDIR,
                    Operand.string(place.directory().toString()));
        } else if (place.root() != null) {
            program.call("be in it", CHDIR, Operand.string("/"));
        }
        if (place.proc() != null) {
            mountProc(place);
        }
    }

    private void mountProc(Place place) {
        if (place.root() == null && place.propagation() != Propagation.PRIVATE) {
            propagate(place.proc(), Propagation.PRIVATE); // or the host's proc would be covered, too
        }
        program.call(
                "show the processes of this pid namespace",
                MOUNT,
                Operand.string("proc"),
                Operand.string(place.proc()),
                Operand.string("proc"),
                Operand.of(Flags.of(MountFlag.MS_NOSUID, MountFlag.MS_NODEV, MountFlag.MS_NOEXEC)),
                NULL);
    }

    private void propagate(String path, Propagation propagation) {
        MountFlag flag = switch (propagation) {
            case PRIVATE, UNCHANGED -> MountFlag.MS_PRIVATE;
            case SHARED -> MountFlag.MS_SHARED;
            case SLAVE -> MountFlag.MS_SLAVE;
        };
        program.call(
                "whether mounts are passed on to other mount namespaces",
                MOUNT,
                NULL,
                Operand.string(path),
                NULL,
                Operand.of(Flags.of(MountFlag.MS_REC, flag)),
                NULL);
    }

    private void become() {
        Integer uid = wanted.identity().uid();
        Integer gid = wanted.identity().gid();
        if (gid != null) {
            // Where groups are denied in the user namespace this one fails, and those that it has stay, as nobody's.
            program.append(
                    Call.of("leave all groups", SETGROUPS, Operand.of(0), NULL).ignoringErrors());
            Operand id = Operand.of(gid);
            program.call("be of that group", SETRESGID, id, id, id);
        }
        if (uid != null) {
            Operand id = Operand.of(uid);
            program.call("be that user", SETRESUID, id, id, id);
        }
        String signal = wanted.deathSignal() == signal_h.SIGKILL() ? "SIGKILL" : "" + wanted.deathSignal();
        program.call(
                "if jocker dies, this gets a signal; a change of user took that away",
                PRCTL,
                Operand.named(prctl_h.PR_SET_PDEATHSIG(), "PR_SET_PDEATHSIG"),
                Operand.named(wanted.deathSignal(), signal));
    }

    private void writeFile(String reason, String path, String value) {
        Datum file = Datum.cell(path);
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        Operand flags = Operand.named(fcntl_h.O_WRONLY() | fcntl_h.O_CLOEXEC(), "O_WRONLY|O_CLOEXEC");
        Operand here = Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");
        program.append(
                Call.of(reason, OPENAT, here, Operand.string(path), flags).into(file));
        program.call(reason, WRITE, Operand.contents(file), Operand.string(value), Operand.of(length));
        program.append(Call.of("done with it", CLOSE, Operand.contents(file)).ignoringErrors());
    }

    private static Call end(int status) {
        return Call.of("end", EXIT_GROUP, Operand.of(status)).ignoringErrors();
    }
}
