package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.program.Instruction.Label.named;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.LSEEK;
import static dev.jocker.runtime.syscall.SystemCall.MUNMAP;
import static dev.jocker.runtime.syscall.SystemCall.PIDFD_SEND_SIGNAL;
import static dev.jocker.runtime.syscall.SystemCall.PIPE2;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;
import static dev.jocker.runtime.syscall.SystemCall.READ;
import static dev.jocker.runtime.syscall.SystemCall.TIMERFD_CREATE;
import static dev.jocker.runtime.syscall.SystemCall.TIMERFD_SETTIME;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;
import static dev.jocker.runtime.syscall.SystemCall.WRITEV;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.fs_h;
import dev.jocker.bindings.poll_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.time_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.program.CloneSteps;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of the process that runs probes, a child of the monitor: it ends with it, and with the container.
 *
 * <pre>
 *   wait ─► clone a probe ─► read its output until it ends ─► judge ─► record ─► wait …
 *     │                              └─ too long: kill it
 *     └─ the container has ended: end
 * </pre>
 */
public final class HealthProgram {
    /** Its log is the first that it opens. */
    private static final int LOG = MonitorDescriptors.LOCK;

    private static final int TIMES_BYTES = 2 * Long.BYTES;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int SIGSET_BYTES = 8;
    private static final int IOVEC_BYTES = 16;
    private static final int NEWBORN = 1;
    private static final int HEALTHY = HealthLog.Status.HEALTHY.code();
    private static final int UNHEALTHY = HealthLog.Status.UNHEALTHY.code();
    private static final int READABLE = poll_h.POLLIN() << Short.SIZE;

    private final Probing probing;
    private final Watch.Events journal;
    private final int imageBytes;
    private final Program.Builder program = Program.named("jocker-health");
    private final Datum record =
            Datum.structure("record", HealthLog.HEADER_BYTES).set32(0, HealthLog.MAGIC);
    private final Datum output = Datum.buffer("output", 2 * HealthLog.MOST_OUTPUT);
    private final Operand length = new Operand.Contents(record, HealthLog.LENGTH, Width.WIDE);
    private final Operand streak = new Operand.Contents(record, HealthLog.STREAK, Width.WIDE);
    private final Operand health = Operand.contents32(record, HealthLog.HEALTH);
    private final Datum pipe = Datum.structure("{pipe}", 2 * Integer.BYTES);
    private final Datum pollfds = pollfds();
    private final Datum remaining = Datum.structure("{remaining}", TIMES_BYTES);
    private final Datum image = Datum.cell("image");
    private final Datum ready = Datum.cell("ready");
    private final Datum who = Datum.cell("who this is");
    private final Datum startPeriod =
            Datum.structure("{start period}", POLLFD_BYTES).set32(0, -1).set16(POLLFD_EVENTS, poll_h.POLLIN());
    private final CloneSteps clone;
    private final Label pause = named("pause");
    private final Label ended = named("ended");
    private final Label keep = named("keep");
    private final Label end = named("end");

    private HealthProgram(Probing probing, Watch.Events journal) {
        this.probing = probing;
        this.journal = journal;
        this.imageBytes = probing.image().length;
        List<Argument> inherited = new ArrayList<>();
        inherited.add(Argument.number(Probing.TARGET));
        for (int i = 0; i < probing.opened().size(); i++) {
            inherited.add(Argument.number(Probing.OPENED + i));
        }
        Operand theirs = Operand.contents32(pipe, Integer.BYTES);
        Instruction[] born = {
            Scratch.set("a probe to be", who, Operand.of(NEWBORN)),
            Call.of("its output", DUP3, theirs, Operand.of(1), Operand.of(0)),
            Call.of("its errors", DUP3, theirs, Operand.of(2), Operand.of(0))
        };
        this.clone = new CloneSteps(Operand.contents(image), Flags.of(CloneFlag.CLONE_VFORK), inherited, List.of())
                .bornWith(List.of(born))
                .pidfdInto(pollfds, POLLFD_BYTES);
    }

    /** The container's end, the probe's end, its output. */
    private static Datum pollfds() {
        Datum pollfds = Datum.structure("{container, probe, output}", 3 * POLLFD_BYTES)
                .set32(0, Probing.TARGET)
                .set32(POLLFD_BYTES, -1)
                .set32(2 * POLLFD_BYTES, -1);
        for (int i = 0; i < 3; i++) {
            pollfds.set16(i * POLLFD_BYTES + POLLFD_EVENTS, poll_h.POLLIN());
        }
        return pollfds;
    }

    /** The program that runs {@code probing}'s image; {@code journal} may be null. */
    public static Program of(Probing probing, Watch.Events journal) {
        return new HealthProgram(probing, journal).build();
    }

    private Program build() {
        begin();
        pause();
        probe();
        listen();
        judge();
        keep();
        Label failed = named("failed");
        program.append(failed)
                .append(Scratch.unlessEqual("the process itself", Operand.contents(who), NEWBORN, end))
                .append(exit(125))
                .append(end)
                .append(exit(0));
        return program.onFailure(failed).build();
    }

    private void begin() {
        program.append(Call.of(
                                "no program has a use for a stack: give the memory back",
                                MUNMAP,
                                Operand.named(MonitorProgram.ABOVE, "0x20000000"),
                                Operand.named(MonitorProgram.HIGHEST - MonitorProgram.ABOVE, "the rest"))
                        .ignoringErrors())
                .call(
                        "a name in ps",
                        PRCTL,
                        Operand.named(prctl_h.PR_SET_NAME(), "PR_SET_NAME"),
                        Operand.string("jocker-health"))
                .call(
                        "if the monitor dies, whatever kills it, so does this",
                        PRCTL,
                        Operand.named(prctl_h.PR_SET_PDEATHSIG(), "PR_SET_PDEATHSIG"),
                        Operand.named(signal_h.SIGKILL(), "SIGKILL"))
                .append(openLog());
        if (!probing.startPeriod().isZero()) {
            Datum period = Datum.structure("{start period}", 2 * TIMES_BYTES)
                    .set64(TIMES_BYTES, probing.startPeriod().toSeconds())
                    .set64(TIMES_BYTES + Long.BYTES, probing.startPeriod().toNanosPart());
            program.append(Call.of(
                                    "a clock for the start period",
                                    TIMERFD_CREATE,
                                    Operand.named(time_h.CLOCK_MONOTONIC(), "CLOCK_MONOTONIC"),
                                    Operand.of(Flags.of(OpenFlag.O_CLOEXEC)))
                            .into(startPeriod, 0, Width.NARROW))
                    .call(
                            "it begins now",
                            TIMERFD_SETTIME,
                            Operand.contents32(startPeriod, 0),
                            Operand.of(0),
                            Operand.address(period),
                            Operand.NULL);
        }
    }

    private static Call openLog() {
        return Scratch.open(
                "what is found out", HealthLog.FILE, OpenFlag.O_WRONLY, OpenFlag.O_APPEND, OpenFlag.O_CREAT);
    }

    private void pause() {
        Label usual = named("usual");
        Label known = named("for how long");
        program.append(pause);
        if (!probing.startPeriod().isZero()) {
            inStartPeriod(usual);
            setRemaining(probing.startInterval());
            program.append(Branch.always("more often in the beginning", known));
        }
        program.append(usual);
        setRemaining(probing.interval());
        program.append(known)
                .append(poll("wait, unless the container ends", 1).into(ready))
                .append(Scratch.unlessEqual("it has ended", Operand.contents(ready), 0, end));
    }

    /** Goes on in the start period, and to {@code otherwise} after it, or after the first success. */
    private void inStartPeriod(Label otherwise) {
        Datum now = Datum.structure("{0, 0}", TIMES_BYTES);
        program.append(Scratch.unlessEqual("it has come up", health, 0, otherwise))
                .append(Call.of(
                                "has it had its time?",
                                PPOLL,
                                Operand.address(startPeriod),
                                Operand.of(1),
                                Operand.address(now),
                                Operand.NULL,
                                Operand.of(SIGSET_BYTES))
                        .into(ready))
                .append(Scratch.unlessEqual("yes", Operand.contents(ready), 0, otherwise));
    }

    /** {@code ppoll} counts it down. */
    private void setRemaining(Duration time) {
        program.append(Scratch.set("for so long", Operand.of(time.toSeconds())).into(remaining))
                .append(Scratch.set("for so long", Operand.of(time.toNanosPart()))
                        .into(remaining, Long.BYTES, Width.WIDE));
    }

    private Call poll(String reason, int count) {
        return Call.of(
                reason,
                PPOLL,
                Operand.address(pollfds),
                Operand.of(count),
                Operand.address(remaining),
                Operand.NULL,
                Operand.of(SIGSET_BYTES));
    }

    private void probe() {
        Label parent = named("parent");
        Label child = named("child");
        Operand ours = Operand.contents32(pipe, 0);
        program.append(Scratch.now("it begins", record, HealthLog.BEGUN))
                .append(Scratch.set("it has said nothing", Operand.of(0)).into(record, HealthLog.LENGTH, Width.WIDE))
                .append(Scratch.set("in time", Operand.of(0)).into(record, HealthLog.TIMED_OUT, Width.NARROW))
                .call("its output", PIPE2, Operand.address(pipe), Operand.of(Flags.of(OpenFlag.O_CLOEXEC)))
                .call(
                        "what is not there cannot hold us up",
                        FCNTL,
                        ours,
                        Operand.named(fcntl_h.F_SETFL(), "F_SETFL"),
                        Operand.of(Flags.of(OpenFlag.O_NONBLOCK)))
                .append(Scratch.set("listen to it", ours).into(pollfds, 2 * POLLFD_BYTES, Width.NARROW));
        for (int i = 0; i < probing.opened().size(); i++) {
            open(probing.opened().get(i).toString(), Probing.OPENED + i);
        }
        ImageSteps.append(program, "jocker-probe", Probing.IMAGE, imageBytes, image);
        setRemaining(probing.timeout());
        clone.appendClone(program, parent, child);
        program.append(Branch.always("the parent goes on", parent)).append(child);
        clone.appendChild(program, List.of());
        program.append(parent)
                .append(Scratch.set("the process itself again", who, Operand.of(0)))
                .append(Scratch.close("it has its own", Operand.contents32(pipe, Integer.BYTES)))
                .append(Scratch.close("it has its own", Operand.contents(image)));
        for (int i = 0; i < probing.opened().size(); i++) {
            program.append(Scratch.close("it has its own", Operand.of(Probing.OPENED + i)));
        }
    }

    private void open(String path, int number) {
        Datum file = Datum.cell("file");
        Operand cloexec = Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC");
        program.append(Scratch.open("where it is to belong", path, OpenFlag.O_WRONLY)
                        .into(file))
                .call("where it expects it", DUP3, Operand.contents(file), Operand.of(number), cloexec)
                .append(Scratch.close("that is all it takes", Operand.contents(file)));
    }

    /** The first part of its output is kept, and the rest is read, too: it must not wait for us. */
    private void listen() {
        Label listen = named("listen");
        Label late = named("too late");
        Label over = named("over");
        Label silent = named("silent");
        Datum address = Datum.cell("address");
        Datum count = Datum.cell("count");
        Operand probe = Operand.contents32(pollfds, POLLFD_BYTES);
        program.append(listen)
                .append(poll("until it ends, or it is too late", 3).into(ready))
                .append(Scratch.ifEqual("it is too late", Operand.contents(ready), 0, late))
                .append(new Branch(
                        "nothing to read",
                        revents(2),
                        Condition.NO_BIT,
                        Operand.of((poll_h.POLLIN() | poll_h.POLLHUP()) << Short.SIZE),
                        silent))
                .append(Scratch.add("behind what is there", address, new Operand.Address(output, 0), length))
                .append(Call.of(
                                "what it says",
                                READ,
                                Operand.contents32(pipe, 0),
                                Operand.contents(address),
                                Operand.of(HealthLog.MOST_OUTPUT))
                        .into(count)
                        .ignoringErrors());
        Label more = named("more");
        Label full = named("full");
        program.append(new Branch("something", Operand.contents(count), Condition.AT_LEAST, Operand.of(1), more))
                .append(Scratch.setNowhere("no more of it", pollfds, 2 * POLLFD_BYTES))
                .append(Branch.always("listen on", silent))
                .append(more)
                .append(Scratch.add("so much it is", address, length, Operand.contents(count)))
                .append(Scratch.set("so much it is", Operand.contents(address))
                        .into(record, HealthLog.LENGTH, Width.WIDE))
                .append(new Branch("that will do", length, Condition.LESS, Operand.of(HealthLog.MOST_OUTPUT + 1), full))
                .append(Scratch.set("that will do", Operand.of(HealthLog.MOST_OUTPUT))
                        .into(record, HealthLog.LENGTH, Width.WIDE))
                .append(full)
                .append(Branch.always("listen on", listen))
                .append(silent)
                .append(new Branch(
                        "the container has ended", revents(0), Condition.ANY_BIT, Operand.of(READABLE), over))
                .append(new Branch("it still runs", revents(1), Condition.NO_BIT, Operand.of(READABLE), listen))
                .append(Branch.always("it has ended", ended))
                .append(late)
                .append(Scratch.set("it has taken too long", Operand.of(1))
                        .into(record, HealthLog.TIMED_OUT, Width.NARROW))
                .append(kill(probe))
                .append(Branch.always("it has ended", ended))
                .append(over)
                .append(kill(probe))
                .append(Branch.always("there is nothing to look after", end))
                .append(ended);
        info(probe);
    }

    private static Call kill(Operand probe) {
        return Call.of(
                        "end it",
                        PIDFD_SEND_SIGNAL,
                        probe,
                        Operand.named(signal_h.SIGKILL(), "SIGKILL"),
                        Operand.NULL,
                        Operand.of(0))
                .ignoringErrors();
    }

    private Operand revents(int place) {
        return Operand.contents32(pollfds, place * POLLFD_BYTES + POLLFD_EVENTS);
    }

    private void info(Operand probe) {
        Datum info = Datum.structure("siginfo", MonitorState.SIGINFO_BYTES);
        program.call(
                        "how it ended",
                        WAITID,
                        Operand.named(wait_h.P_PIDFD(), "P_PIDFD"),
                        probe,
                        Operand.address(info),
                        Operand.named(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL"),
                        Operand.NULL)
                .append(Scratch.now("it has ended", record, HealthLog.ENDED))
                .append(Scratch.set("how it ended", Operand.contents32(info, MonitorState.SI_CODE))
                        .into(record, HealthLog.CODE, Width.NARROW))
                .append(Scratch.set("how it ended", Operand.contents32(info, MonitorState.SI_STATUS))
                        .into(record, HealthLog.STATUS, Width.NARROW))
                .append(Scratch.close("it is gone", probe))
                .append(Scratch.setNowhere("it is gone", pollfds, POLLFD_BYTES))
                .append(Scratch.close("its output too", Operand.contents32(pipe, 0)))
                .append(Scratch.setNowhere("its output too", pollfds, 2 * POLLFD_BYTES));
    }

    /** As docker does: a success is health at once, failures are counted. */
    private void judge() {
        Label failure = named("failure");
        Datum sum = Datum.cell("sum");
        program.append(Scratch.unlessEqual(
                        "killed", Operand.contents32(record, HealthLog.CODE), MonitorState.CLD_EXITED, failure))
                .append(Scratch.unlessEqual("it says no", Operand.contents32(record, HealthLog.STATUS), 0, failure))
                .append(Scratch.set("no failures any more", Operand.of(0)).into(record, HealthLog.STREAK, Width.WIDE))
                .append(Scratch.ifEqual("as before", health, HEALTHY, keep));
        becomes(HEALTHY);
        Label counts = named("it counts");
        program.append(Branch.always("it does well", keep)).append(failure);
        if (!probing.startPeriod().isZero()) {
            inStartPeriod(counts);
            program.append(Branch.always("not yet", keep));
        }
        program.append(counts)
                .append(Scratch.add("one failure more", sum, streak, Operand.of(1)))
                .append(Scratch.set("one failure more", Operand.contents(sum))
                        .into(record, HealthLog.STREAK, Width.WIDE))
                .append(Scratch.ifLess("too few to matter", streak, Operand.of(probing.retries()), keep))
                .append(Scratch.ifEqual("as before", health, UNHEALTHY, keep));
        becomes(UNHEALTHY);
    }

    private void becomes(int status) {
        program.append(Scratch.set("how it does", Operand.of(status)).into(record, HealthLog.HEALTH, Width.NARROW));
        if (journal != null) {
            program.append(Journal.steps(
                    journal.file(), Journal.Kind.HEALTH_STATUS, journal.id(), journal.text(), health, Operand.of(0)));
        }
    }

    private void keep() {
        Label room = named("room");
        Datum vectors = Datum.structure("{record, output}", 2 * IOVEC_BYTES)
                .address(0, record)
                .set64(Long.BYTES, HealthLog.HEADER_BYTES)
                .address(IOVEC_BYTES, output);
        Datum size = Datum.cell("size");
        Datum file = Datum.cell("file");
        program.append(keep)
                .append(Call.of(
                                "how long is the log?",
                                LSEEK,
                                Operand.of(LOG),
                                Operand.of(0),
                                Operand.named(fs_h.SEEK_END(), "SEEK_END"))
                        .into(size))
                .append(Scratch.ifLess("there is room", Operand.contents(size), Operand.of(HealthLog.LIMIT), room))
                .append(Scratch.rename(HealthLog.FILE, HealthLog.OLDER).ignoringErrors())
                .append(openLog().into(file).onErrorGoTo(room))
                .append(Call.of(
                                "in place of the old one",
                                DUP3,
                                Operand.contents(file),
                                Operand.of(LOG),
                                Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC"))
                        .ignoringErrors())
                .append(Scratch.close("that is all it takes", Operand.contents(file)))
                .append(room)
                .append(Scratch.set("so much to write", length).into(vectors, IOVEC_BYTES + Long.BYTES, Width.WIDE))
                .append(Call.of("keep it", WRITEV, Operand.of(LOG), Operand.address(vectors), Operand.of(2))
                        .ignoringErrors())
                .append(Branch.always("until the next time", pause));
    }

    private static Call exit(int status) {
        return Call.of("end", EXIT_GROUP, Operand.of(status)).ignoringErrors();
    }
}
