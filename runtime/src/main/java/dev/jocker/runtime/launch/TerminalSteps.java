package dev.jocker.runtime.launch;

import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.FCHOWN;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.IOCTL;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.SENDMSG;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.socket_h;
import dev.jocker.bindings.termios_h;
import dev.jocker.runtime.mount.MountStep;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * A pseudo-terminal of the container's own, {@code pty(7)}: made in its {@code /dev/pts}, so that its name means there what it says;
 * the master goes to jocker through the channel, the slave becomes the process's standard streams and its controlling terminal.
 */
public final class TerminalSteps {
    /** What accompanies the master on the channel. */
    private static final byte[] MESSAGE = {'T'};

    // struct msghdr, cmsghdr and iovec; StructLayoutsTest compares with the bindings.
    static final int MSGHDR_BYTES = 56;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int CMSG_BYTES = 24;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    public static final int CMSG_FD = 16;
    static final int WINSIZE_BYTES = 8;

    private static final Flags<OpenFlag> MODE = Flags.of(OpenFlag.O_RDWR, OpenFlag.O_NOCTTY, OpenFlag.O_CLOEXEC);

    private TerminalSteps() {}

    /** For the first process, which has {@code /dev/pts} to itself. */
    static List<Instruction> of(Process process, Operand channel) {
        Datum rights = rights();
        Datum slave = Datum.cell("slave");
        var steps = new ArrayList<Instruction>();
        steps.add(Call.of(
                        "a terminal of its own",
                        OPENAT,
                        Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"),
                        Operand.string("/dev/pts/ptmx"),
                        Operand.of(MODE))
                .into(rights, CMSG_FD, Width.NARROW));
        steps.addAll(otherEnd(process, Operand.contents32(rights, CMSG_FD), slave));
        steps.addAll(new MountStep.MakeFile("/dev/console", 0600).instructions());
        steps.addAll(new MountStep.BindOpenFile("it is the console too", slave, "/dev/console").instructions());
        steps.add(send("jocker holds this end", Datum.of("the terminal", MESSAGE), rights, channel));
        steps.addAll(standardStreams(slave));
        steps.add(controlsSession());
        return steps;
    }

    /**
     * For a process that enters later: who is in the container may have put anything to {@code /dev/pts}. So nothing on the way may be a
     * link, {@code ptmx} has to lie in the file system that is mounted there, opening it may not wait, and only a pseudo-terminal's master
     * takes what comes next. {@link #controlsSession} is left to the process whose session it is.
     */
    public static List<Instruction> ofEntering(Process process, Operand channel) {
        Datum rights = rights();
        Datum slave = Datum.cell("slave");
        Datum directory = Datum.cell("/dev/pts");
        Operand master = Operand.contents32(rights, CMSG_FD);
        Flags<OpenFlag> path = Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY, OpenFlag.O_CLOEXEC);
        var steps = new ArrayList<Instruction>();
        steps.add(CommandSteps.resolve(
                        "where the container has its terminals",
                        Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"),
                        "/dev/pts",
                        path,
                        CommandSteps.NO_LINKS)
                .into(directory));
        steps.add(CommandSteps.resolve(
                        "a terminal of its own",
                        Operand.contents(directory),
                        "ptmx",
                        MODE.with(OpenFlag.O_NONBLOCK),
                        CommandSteps.NO_LINKS.with(ResolveFlag.RESOLVE_NO_XDEV))
                .into(rights, CMSG_FD, Width.NARROW));
        steps.addAll(otherEnd(process, master, slave));
        steps.add(Call.of(
                "reads of it wait, as usual",
                FCNTL,
                master,
                Operand.named(fcntl_h.F_SETFL(), "F_SETFL"),
                Operand.of(Flags.of(OpenFlag.O_RDWR))));
        steps.add(send("jocker holds this end", Datum.of("the terminal", MESSAGE), rights, channel));
        steps.addAll(standardStreams(slave));
        return steps;
    }

    /** The session's leader is who does this. */
    public static Call controlsSession() {
        return ioctl("it controls the session", Operand.of(0), termios_h.TIOCSCTTY(), "TIOCSCTTY", Operand.of(0));
    }

    private static List<Instruction> otherEnd(Process process, Operand master, Datum slave) {
        var steps = new ArrayList<Instruction>();
        Operand unlocked = Operand.address(Datum.structure("[0]", Integer.BYTES));
        steps.add(ioctl("let its other end be opened", master, termios_h.TIOCSPTLCK(), "TIOCSPTLCK", unlocked));
        Operand mode = Operand.named(MODE.bits(), MODE.toString());
        steps.add(ioctl("open its other end", master, termios_h.TIOCGPTPEER(), "TIOCGPTPEER", mode)
                .into(slave));
        if (process.consoleSize() != null) {
            Datum size = Datum.structure("{size}", WINSIZE_BYTES)
                    .set16(0, process.consoleSize().height())
                    .set16(Short.BYTES, process.consoleSize().width());
            steps.add(
                    ioctl("as large as jocker's", master, termios_h.TIOCSWINSZ(), "TIOCSWINSZ", Operand.address(size)));
        }
        if (process.user().uid() != 0) {
            Operand sameGroup = Operand.named(0xffffffffL, "-1");
            steps.add(Call.of(
                    "it belongs to the user",
                    FCHOWN,
                    Operand.contents(slave),
                    Operand.of(process.user().uid()),
                    sameGroup));
        }
        return steps;
    }

    private static List<Instruction> standardStreams(Datum slave) {
        var steps = new ArrayList<Instruction>();
        for (int number = 0; number <= 2; number++) {
            steps.add(Call.of(
                    "standard streams lead to it", DUP3, Operand.contents(slave), Operand.of(number), Operand.of(0)));
        }
        return steps;
    }

    /** Room for one descriptor that a message carries, at {@link #CMSG_FD}. */
    public static Datum rights() {
        return Datum.structure("{SCM_RIGHTS}", CMSG_BYTES)
                .set64(0, CMSG_FD + Integer.BYTES)
                .set32(CMSG_LEVEL, socket_h.SOL_SOCKET())
                .set32(CMSG_TYPE, socket_h.SCM_RIGHTS());
    }

    /** Sends {@code text} and the descriptor in {@code rights}. */
    public static Call send(String reason, Datum text, Datum rights, Operand channel) {
        Datum iovec = Datum.structure("iovec", 2 * Long.BYTES).address(0, text).set64(Long.BYTES, text.size());
        Datum message = Datum.structure("{" + text + ", " + rights + "}", MSGHDR_BYTES)
                .address(MSG_IOV, iovec)
                .set64(MSG_IOVLEN, 1)
                .address(MSG_CONTROL, rights)
                .set64(MSG_CONTROLLEN, CMSG_BYTES);
        return Call.of(reason, SENDMSG, channel, Operand.address(message), Operand.of(0));
    }

    private static Call ioctl(String reason, Operand fd, long request, String name, Operand argument) {
        return Call.of(reason, IOCTL, fd, Operand.named(request, name), argument);
    }
}
