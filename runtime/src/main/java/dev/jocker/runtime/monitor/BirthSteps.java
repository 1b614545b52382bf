package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.PIDFD_OPEN;
import static dev.jocker.runtime.syscall.SystemCall.RECVMSG;
import static dev.jocker.runtime.syscall.SystemCall.SOCKETPAIR;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.program.CloneSteps;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * One start: the child's image is copied from its file into a sealed memory file, so that nobody can write to what the child is; the
 * child is cloned; and what it says is listened to, as {@code jocker run} does in the foreground:
 *
 * <pre>
 *   child ── "T" + descriptor ──► monitor      the master of its terminal
 *   child ── 16 bytes ──────────► monitor      a step failed: its index, -errno
 *   child ── end ───────────────► monitor      the command runs
 * </pre>
 */
final class BirthSteps {
    private static final Operand ALL = Operand.named(0xffffffffL, "~0U");
    private static final Operand CLOEXEC = Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC");
    // struct msghdr and cmsghdr, socket(7); MonitorFormatsTest compares with the bindings
    static final int MSGHDR_BYTES = 56;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int CMSG_BYTES = 24;
    static final int CMSG_FD = 16;

    /** What the child says of a failure. */
    static final int MESSAGE_BYTES = 16;

    private final Birth birth;
    private final Program.Builder program;
    private final CloneSteps clone;
    private final Datum image = Datum.cell("image");
    private final Datum sockets = Datum.structure("{channel}", 2 * Integer.BYTES);
    /** What the child said last. */
    final Datum message = Datum.buffer("message", MESSAGE_BYTES);

    BirthSteps(Birth birth, Program.Builder program, Datum pollfds, Call born) {
        this.birth = birth;
        this.program = program;
        List<Argument> inherited = new ArrayList<>();
        inherited.add(Argument.number(MonitorDescriptors.CHILD));
        inherited.addAll(birth.inherited());
        Flags<CloneFlag> flags = birth.flags().with(CloneFlag.CLONE_VFORK);
        if (birth.cgroup() != null) {
            flags = flags.with(CloneFlag.CLONE_INTO_CGROUP);
        }
        this.clone = new CloneSteps(Operand.contents(image), flags, inherited, birth.joins()).bornWith(List.of(born));
        if (clone.givesPidfd()) {
            clone.pidfdInto(pollfds, 0);
        }
    }

    /** The child's pid; 0 before there is one. */
    Datum pid() {
        return clone.pid();
    }

    /** What a child inherits is opened, and the child is there; a step of its own that failed has left a report. */
    void appendClone(Datum pollfds, Call aloneAgain, Label failed) {
        program.append(birth.steps());
        if (birth.cgroup() != null) {
            program.append(clone.intoCgroup(
                    Scratch.open("the cgroup to be born into", birth.cgroup(), OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)));
        }
        channel();
        ImageSteps.append(program, "jocker-child", Birth.IMAGE, birth.imageBytes(), image);
        Label parent = Label.named("parent");
        Label child = Label.named("child");
        clone.appendClone(program, parent, child);
        program.append(Branch.always("the parent goes on", parent)).append(child);
        clone.appendChild(program, List.of());
        program.append(parent)
                .append(aloneAgain)
                .append(new Branch(
                        "the child could not become its image",
                        program.failedResult(),
                        Condition.NOT_EQUAL,
                        Operand.of(0),
                        failed));
        if (!clone.givesPidfd()) {
            program.append(
                    Call.of("a descriptor to wait for it", PIDFD_OPEN, Operand.contents(clone.pid()), Operand.of(0))
                            .into(pollfds, 0, Width.NARROW));
        }
        program.call(
                "what the child has is its own", CLOSE_RANGE, Operand.of(MonitorDescriptors.CHILD), ALL, Operand.of(0));
        program.append(Scratch.close("its image too", Operand.contents(image)));
        if (birth.cgroup() != null) {
            program.append(Scratch.close("and its cgroup", clone.cgroupOpened()));
        }
    }

    private void channel() {
        Operand theirs = Operand.contents32(sockets, Integer.BYTES);
        program.call(
                        "a channel through which the child says what becomes of it",
                        SOCKETPAIR,
                        Operand.named(socket_h.AF_UNIX(), "AF_UNIX"),
                        Operand.named(
                                socket_h.SOCK_SEQPACKET() | socket_h.SOCK_CLOEXEC(), "SOCK_SEQPACKET|SOCK_CLOEXEC"),
                        Operand.of(0),
                        Operand.address(sockets))
                .call("where the child expects it", DUP3, theirs, Operand.of(MonitorDescriptors.CHILD), CLOEXEC)
                .call("or the channel would have no end", CLOSE, theirs);
    }

    /** Ends when the command runs, or goes to {@code childFailed}. */
    void appendListening(Label childFailed) {
        Label listen = Label.named("listen");
        Label runs = Label.named("runs");
        Datum rights = Datum.structure("{SCM_RIGHTS}", CMSG_BYTES);
        Datum iovec =
                Datum.structure("iovec", 2 * Long.BYTES).address(0, message).set64(Long.BYTES, MESSAGE_BYTES);
        Datum header = Datum.structure("{message}", MSGHDR_BYTES)
                .address(MSG_IOV, iovec)
                .set64(MSG_IOVLEN, 1)
                .address(MSG_CONTROL, rights);
        Datum length = Datum.cell("length");
        Operand ours = Operand.contents32(sockets, 0);
        program.append(listen)
                .append(Scratch.set("room for a descriptor", Operand.of(CMSG_BYTES))
                        .into(header, MSG_CONTROLLEN, Width.WIDE))
                .append(Call.of(
                                "listen to the child",
                                RECVMSG,
                                ours,
                                Operand.address(header),
                                Operand.named(socket_h.MSG_CMSG_CLOEXEC(), "MSG_CMSG_CLOEXEC"))
                        .into(length))
                .append(Scratch.ifEqual("its end: the command runs", Operand.contents(length), 0, runs))
                .append(Scratch.ifEqual("a step failed", Operand.contents(length), MESSAGE_BYTES, childFailed));
        Operand master = Operand.contents32(rights, CMSG_FD);
        program.call(
                        "its terminal, where others find it",
                        DUP3,
                        master,
                        Operand.of(MonitorDescriptors.TERMINAL),
                        CLOEXEC)
                .append(Scratch.close("that is all it takes", master))
                .call(
                        "what is not there cannot hold us up",
                        FCNTL,
                        Operand.of(MonitorDescriptors.TERMINAL),
                        Operand.named(fcntl_h.F_SETFL(), "F_SETFL"),
                        Operand.of(Flags.of(OpenFlag.O_NONBLOCK)))
                .append(Branch.always("and what more it says", listen))
                .append(runs)
                .append(Scratch.close("there is no more to say", ours));
    }
}
