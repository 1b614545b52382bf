package dev.jocker.runtime.container;

import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.FCHOWN;
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
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * A pseudo-terminal of the container's own, {@code pty(7)}: made in its {@code /dev/pts}, so that its name means there what it says;
 * the master goes to jocker through the channel, the slave becomes the process's standard streams and its controlling terminal.
 */
final class TerminalSteps {
    /** What accompanies the master on the channel. */
    static final String MESSAGE = "T";

    // struct msghdr, cmsghdr and iovec; StructLayoutsTest compares with the bindings.
    static final int MSGHDR_BYTES = 56;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int CMSG_BYTES = 24;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;
    static final int CMSG_FD = 16;
    static final int WINSIZE_BYTES = 8;

    private TerminalSteps() {}

    static List<Instruction> of(Process process, Operand channel) {
        var steps = new ArrayList<Instruction>();
        Datum rights = Datum.structure("{SCM_RIGHTS}", CMSG_BYTES)
                .set64(0, CMSG_FD + Integer.BYTES)
                .set32(CMSG_LEVEL, socket_h.SOL_SOCKET())
                .set32(CMSG_TYPE, socket_h.SCM_RIGHTS());
        Operand master = Operand.contents32(rights, CMSG_FD);
        Datum slave = Datum.cell("slave");
        Flags<OpenFlag> flags = Flags.of(OpenFlag.O_RDWR, OpenFlag.O_NOCTTY, OpenFlag.O_CLOEXEC);
        steps.add(Call.of(
                        "a terminal of its own",
                        OPENAT,
                        named(fcntl_h.AT_FDCWD(), "AT_FDCWD"),
                        Operand.string("/dev/pts/ptmx"),
                        Operand.of(flags))
                .into(rights, CMSG_FD, Width.NARROW));
        Operand unlocked = Operand.address(Datum.structure("[0]", Integer.BYTES));
        steps.add(ioctl("let its other end be opened", master, termios_h.TIOCSPTLCK(), "TIOCSPTLCK", unlocked));
        Operand mode = named(flags.bits(), flags.toString());
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
            Operand sameGroup = named(0xffffffffL, "-1");
            steps.add(Call.of(
                    "it belongs to the user",
                    FCHOWN,
                    Operand.contents(slave),
                    Operand.of(process.user().uid()),
                    sameGroup));
        }
        steps.addAll(new MountStep.MakeFile("/dev/console", 0600).instructions());
        steps.addAll(new MountStep.BindOpenFile("it is the console too", slave, "/dev/console").instructions());
        steps.add(send(rights, channel));
        for (int number = 0; number <= 2; number++) {
            steps.add(Call.of(
                    "standard streams lead to it", DUP3, Operand.contents(slave), Operand.of(number), Operand.of(0)));
        }
        steps.add(ioctl("it controls the session", Operand.of(0), termios_h.TIOCSCTTY(), "TIOCSCTTY", Operand.of(0)));
        return steps;
    }

    private static Call send(Datum rights, Operand channel) {
        Datum text = Datum.string(MESSAGE);
        Datum iovec = Datum.structure("iovec", 2 * Long.BYTES).address(0, text).set64(Long.BYTES, 1);
        Datum message = Datum.structure("{the terminal}", MSGHDR_BYTES)
                .address(MSG_IOV, iovec)
                .set64(MSG_IOVLEN, 1)
                .address(MSG_CONTROL, rights)
                .set64(MSG_CONTROLLEN, CMSG_BYTES);
        return Call.of("jocker holds this end", SENDMSG, channel, Operand.address(message), Operand.of(0));
    }

    private static Call ioctl(String reason, Operand fd, long request, String name, Operand argument) {
        return Call.of(reason, IOCTL, fd, named(request, name), argument);
    }

    private static Operand named(long value, String name) {
        return Operand.of(Argument.named(value, name));
    }
}
