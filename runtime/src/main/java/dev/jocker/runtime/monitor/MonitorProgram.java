package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.program.Instruction.Label.named;
import static dev.jocker.runtime.syscall.SystemCall.CHDIR;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.EXECVE;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.FLOCK;
import static dev.jocker.runtime.syscall.SystemCall.GETPID;
import static dev.jocker.runtime.syscall.SystemCall.KILL;
import static dev.jocker.runtime.syscall.SystemCall.MUNMAP;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;
import static dev.jocker.runtime.syscall.SystemCall.PREAD64;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGPROCMASK;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGTIMEDWAIT;
import static dev.jocker.runtime.syscall.SystemCall.SETSID;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;
import static dev.jocker.runtime.syscall.SystemCall.WRITEV;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import dev.jocker.runtime.monitor.Control.Policy;
import dev.jocker.runtime.monitor.MonitorState.Phase;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Width;

/**
 * The program of a monitor.
 *
 * <pre>
 *   begin ─► start ─► clone ─► listen ─► runs ─► copy output ─► ended ─► decide ─► exited ─► last act
 *              ▲         │        │                                        │
 *              │         └────────┴──► failed                              │ again
 *              └───────────────── delay ◄──────────────────────────────────┘
 * </pre>
 *
 * <p>The first process stays a zombie until its end is written down: as long as a pid stands in the state, it is nobody else's.
 *
 * <p>Over the channel the JVM gets one message of {@value #REPORT_BYTES} bytes:
 *
 * <pre>
 *   0  u64, s64   of a failure: step, -errno
 *  16  u64        0 it runs, 1 the child has failed, 2 the monitor has
 *  24  s64        the first process's pid
 * </pre>
 */
public final class MonitorProgram {
    /** The length of what the JVM gets. */
    public static final int REPORT_BYTES = 32;

    static final int REPORT_WHO = 16;
    static final int REPORT_PID = 24;
    static final int CHILD_FAILED = 1;
    private static final int MONITOR_FAILED = 2;
    private static final int SIGSET_BYTES = 8;
    private static final int IOVEC_BYTES = 16;
    private static final int STATE_FAILURE = IOVEC_BYTES; // the second of the vectors
    private static final int NEWBORN = 1;
    private static final Operand LOCK_IF_FREE = Operand.named(fcntl_h.LOCK_EX() | fcntl_h.LOCK_NB(), "LOCK_EX|LOCK_NB");
    // No stack is used after the interpreter's entry. So what the kernel puts there, the process's highest addresses,
    // can go.
    static final long ABOVE = 0x20000000L;

    static final long HIGHEST = 0x7ffffffff000L;

    private final Watch watch;
    private final Program.Builder program;
    private final OutputSteps output;
    private final BirthSteps birth;
    private final Call takeLeave; // what is written down does not name the first process any more
    private final HealthSteps health; // null: nobody asks how it does
    private final Datum state = Datum.structure("state", MonitorState.FAILURE).set64(0, MonitorState.MAGIC);
    private final Datum vectors;
    private final Datum control;
    private final Datum nextDelay = Datum.cell("next delay");
    private final Datum who = Datum.cell("who this is");
    private final Label start = named("start");
    private final Label decided = named("again");
    private final Label exited = named("exited");
    private final Label childFailed = named("the child has failed");
    private final Label failed = named("failed");

    private MonitorProgram(Watch watch, Birth birth) {
        this.watch = watch;
        this.program = Program.named("jocker-monitor");
        this.output = new OutputSteps(watch, program);
        Call newborn = Scratch.set("not the monitor", who, Operand.of(NEWBORN));
        this.birth = new BirthSteps(birth, program, output.pollfds, newborn);
        this.takeLeave = Scratch.takeLeave("take leave of it", Operand.contents(this.birth.pid()));
        this.health = watch.probing() == null ? null : new HealthSteps(program, output.pollfds, newborn);
        this.vectors = Datum.structure("{state, failure, report}", 3 * IOVEC_BYTES)
                .address(0, state)
                .set64(Long.BYTES, MonitorState.FAILURE)
                .address(STATE_FAILURE, this.birth.message)
                .set64(STATE_FAILURE + Long.BYTES, BirthSteps.MESSAGE_BYTES)
                .address(2 * IOVEC_BYTES, state, MonitorState.WHO)
                .set64(2 * IOVEC_BYTES + Long.BYTES, 2 * Long.BYTES);
        this.control = Datum.structure("control", Control.DELAYS);
    }

    /** The program of a monitor that watches {@code birth}'s process as {@code watch} says. */
    public static Program of(Watch watch, Birth birth) {
        return new MonitorProgram(watch, birth).build();
    }

    private Program build() {
        begin();
        start();
        runs();
        output.append(control, Scratch.set("the first delay comes next", nextDelay, Operand.of(Control.DELAYS)));
        ended();
        decide();
        again();
        exited();
        failed();
        return program.onFailure(failed).build();
    }

    private void begin() {
        program.append(Call.of(
                                "no program has a use for a stack: give the memory back",
                                MUNMAP,
                                Operand.named(ABOVE, "0x20000000"),
                                Operand.named(HIGHEST - ABOVE, "the rest"))
                        .ignoringErrors())
                .append(Call.of("who watches, for the record", GETPID).into(state, MonitorState.MONITOR, Width.NARROW))
                .call(
                        "a name in ps",
                        PRCTL,
                        Operand.named(prctl_h.PR_SET_NAME(), "PR_SET_NAME"),
                        Operand.string("jocker-monitor"))
                .call("leave the caller's session", SETSID)
                .call(
                        "work in the container's directory",
                        CHDIR,
                        Operand.string(watch.directory().toString()))
                .append(Scratch.set("the first delay comes first", nextDelay, Operand.of(Control.DELAYS)));
    }

    private void start() {
        program.append(start)
                .append(Scratch.readFile("what is wanted", Control.FILE, control, 0, Control.DELAYS))
                .append(new Branch(
                        "to stop, meanwhile",
                        Operand.contents32(control, Control.STOP),
                        Condition.NOT_EQUAL,
                        Operand.of(0),
                        exited));
        counters("how often memory had run out", MonitorState.OOM_BEFORE);
        if (output.oom != null) {
            program.append(output.oom.begin());
        }
        birth.appendClone(output.pollfds, aloneAgain(), failed);
        birth.appendListening(childFailed);
    }

    private Call aloneAgain() {
        return Scratch.set("the monitor again", who, Operand.of(0));
    }

    private void counters(String reason, int place) {
        if (watch.oomCounters() != null) {
            // One byte is left zero, the text's end.
            program.append(
                    Scratch.readFile(reason, watch.oomCounters().toString(), state, place, MonitorState.OOM_BYTES - 1));
        }
    }

    private void runs() {
        program.append(Scratch.set("its pid", Operand.contents(birth.pid())).into(state, MonitorState.PID, Width.WIDE))
                .append(Scratch.now("when it was started", state, MonitorState.STARTED));
        if (health != null) {
            health.appendStart(aloneAgain(), failed);
        }
        writeRunning();
        journal(Journal.Kind.START, null, null);
        report("the JVM need not wait any more");
        program.call(
                "nor is it told of restarts",
                DUP3,
                Operand.of(0),
                Operand.of(MonitorDescriptors.CHANNEL),
                Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC"));
    }

    private void ended() {
        Operand pidfd = Operand.contents32(output.pollfds, 0);
        program.call(
                        "how it ended",
                        WAITID,
                        Operand.named(wait_h.P_PIDFD(), "P_PIDFD"),
                        pidfd,
                        new Operand.Address(state, MonitorState.SIGINFO),
                        Operand.named(wait_h.WEXITED() | wait_h.WNOWAIT() | wait_h.__WALL(), "WEXITED|WNOWAIT|__WALL"),
                        Operand.NULL)
                .append(Scratch.now("when it ended", state, MonitorState.FINISHED))
                .append(Scratch.close("nobody to wait for", pidfd))
                .append(Scratch.setNowhere("nobody to wait for", output.pollfds, 0));
        if (health != null) {
            health.appendEnd();
        }
        counters("how often memory has run out", MonitorState.OOM_AFTER);
        if (output.oom != null) {
            program.append(output.oom.tell());
        }
        journal(Journal.Kind.DIE, siginfo(MonitorState.SI_CODE), siginfo(MonitorState.SI_STATUS));
    }

    private Operand siginfo(int offset) {
        return Operand.contents32(state, MonitorState.SIGINFO + offset);
    }

    /** Goes to {@code exited}, or on. */
    private void decide() {
        Operand policy = Operand.contents32(control, Control.POLICY);
        Operand maximum = new Operand.Contents(control, Control.MAXIMUM, Width.WIDE);
        Label failure = named("it has failed");
        program.append(Scratch.readFile("what is wanted by now", Control.FILE, control, 0, Control.DELAYS))
                .append(Scratch.unlessEqual("it was stopped", Operand.contents32(control, Control.STOP), 0, exited))
                .append(Scratch.ifEqual("no restarts", policy, Policy.NO.code(), exited))
                .append(Scratch.unlessEqual("however it ended", policy, Policy.ON_FAILURE.code(), decided))
                .append(Scratch.unlessEqual(
                        "a signal is a failure", siginfo(MonitorState.SI_CODE), MonitorState.CLD_EXITED, failure))
                .append(Scratch.ifEqual("it has done its work", siginfo(MonitorState.SI_STATUS), 0, exited))
                .append(failure)
                .append(Scratch.ifEqual("as often as it takes", maximum, 0, decided))
                .append(new Branch("that was often enough", restarts(), Condition.AT_LEAST, maximum, exited));
    }

    private Operand restarts() {
        return new Operand.Contents(state, MonitorState.RESTARTS, Width.WIDE);
    }

    /** The delays are read where they stand: behind the last there is nothing to read, and it stays as it is. */
    private void again() {
        Datum delay = Datum.structure("{delay}", Control.DELAY_BYTES);
        Datum file = Datum.cell("control");
        Datum woken = Datum.structure("[SIGUSR1]", SIGSET_BYTES).set64(0, 1L << Control.WAKE - 1);
        Label known = named("delay known");
        Label sleep = named("sleep");
        program.append(decided);
        writeState("", Phase.RESTARTING, false);
        program.append(takeLeave)
                .append(Scratch.set("nobody to end any more", birth.pid(), Operand.of(0)))
                .append(Scratch.openToRead("how long to wait", Control.FILE)
                        .into(file)
                        .onErrorGoTo(known))
                .append(Call.of(
                                "how long to wait",
                                PREAD64,
                                Operand.contents(file),
                                Operand.address(delay),
                                Operand.of(Control.DELAY_BYTES),
                                Operand.contents(nextDelay))
                        .ignoringErrors())
                .append(Scratch.close("done with it", Operand.contents(file)))
                .append(Scratch.add(
                        "longer the next time",
                        nextDelay,
                        Operand.contents(nextDelay),
                        Operand.of(Control.DELAY_BYTES)))
                .append(known)
                .append(sleep)
                .append(Call.of(
                                "wait, or be woken",
                                RT_SIGTIMEDWAIT,
                                Operand.address(woken),
                                Operand.NULL,
                                Operand.address(delay),
                                Operand.of(SIGSET_BYTES))
                        .into(file)
                        .ignoringErrors())
                .append(Scratch.readFile("what is wanted by now", Control.FILE, control, 0, Control.DELAYS))
                .append(Scratch.unlessEqual("it was stopped", Operand.contents32(control, Control.STOP), 0, exited))
                .append(Scratch.ifEqual(
                        "no restarts any more", Operand.contents32(control, Control.POLICY), Policy.NO.code(), exited))
                .append(new Branch(
                        "only to tell that", Operand.contents(file), Condition.AT_LEAST, Operand.of(1), sleep));
        program.append(Scratch.add("one more", file, restarts(), Operand.of(1)))
                .append(Scratch.set("one more", Operand.contents(file)).into(state, MonitorState.RESTARTS, Width.WIDE))
                .append(Branch.always("again", start));
    }

    private void exited() {
        program.append(exited);
        sayFarewell();
        writeState("", Phase.EXITED, true);
        program.append(takeLeave);
        if (watch.lastAct() == null) {
            letGo();
            program.append(end(0));
            return;
        }
        Datum attended = Datum.cell("attended");
        Label alone = named("nobody is with it");
        Label left = named("left to who is with it");
        program.append(Scratch.openToRead("is anybody with it", Watch.ATTENDED)
                        .into(attended)
                        .onErrorGoTo(alone))
                .append(Call.of("who sees to the rest", FLOCK, Operand.contents(attended), LOCK_IF_FREE)
                        .onErrorGoTo(left))
                .append(alone);
        letGo();
        program.append(Call.of(
                                "let go of all, the lock too",
                                CLOSE_RANGE,
                                Operand.of(MonitorDescriptors.LOCK),
                                Operand.named(0xffffffffL, "~0U"),
                                Operand.of(0))
                        .ignoringErrors())
                .append(Call.of(
                                "it begins with no signal blocked",
                                RT_SIGPROCMASK,
                                Operand.named(signal_h.SIG_SETMASK(), "SIG_SETMASK"),
                                Operand.address(Datum.structure("[]", SIGSET_BYTES)),
                                Operand.NULL,
                                Operand.of(SIGSET_BYTES))
                        .ignoringErrors())
                .append(Call.of(
                                "the last act",
                                EXECVE,
                                Operand.string(watch.lastAct().command().getFirst()),
                                Operand.strings(watch.lastAct().command()),
                                Operand.strings(watch.lastAct().environment()))
                        .ignoringErrors())
                .append(end(1))
                .append(left)
                .append(end(0));
    }

    /** What stands here is also done by what shares our memory and is not yet what it is to be. */
    private void failed() {
        Label monitor = named("the monitor has failed");
        Label tell = named("tell of the failure");
        program.append(failed)
                .append(Scratch.unlessEqual("the monitor itself", Operand.contents(who), NEWBORN, monitor))
                .append(end(127))
                .append(monitor)
                .append(Scratch.set("what has failed", program.failureReport())
                        .into(vectors, STATE_FAILURE, Width.WIDE)
                        .ignoringErrors())
                .append(Scratch.set("a step of the monitor", Operand.of(MONITOR_FAILED))
                        .into(state, MonitorState.WHO, Width.WIDE)
                        .ignoringErrors())
                .append(Branch.always("and tell", tell))
                .append(childFailed)
                .append(Scratch.set("a step of the child", Operand.of(CHILD_FAILED))
                        .into(state, MonitorState.WHO, Width.WIDE)
                        .ignoringErrors())
                .append(tell);
        Label alone = named("nobody left");
        Operand pid = Operand.contents(birth.pid());
        program.append(Scratch.ifLess("there is no child", pid, Operand.of(1), alone))
                .append(Call.of("nothing stays half started", KILL, pid, Operand.named(signal_h.SIGKILL(), "SIGKILL"))
                        .ignoringErrors())
                .append(Scratch.awaitEnd("until it has ended", pid))
                .append(alone);
        sayFarewell();
        writeState(watch.directory() + "/", Phase.FAILED, true); // it may not be there yet
        program.append(takeLeave);
        report("the JVM says what has failed");
        letGo();
        program.append(end(1));
    }

    private void sayFarewell() {
        if (watch.farewell() != null) {
            program.append(watch.farewell().steps());
        }
    }

    /** Whoever waits for the lock does not wait until the farewell's socket is closed, too. */
    private void letGo() {
        if (watch.farewell() != null) {
            program.append(Scratch.close("nobody looks after it any more", Scratch.REGISTER));
        }
    }

    /** A container that runs and of which nobody knows could not be stopped: then it had better not run. */
    private void writeRunning() {
        Datum file = Datum.cell("state");
        Datum written = Datum.cell("written");
        Label anew = named("write the state");
        Label whole = named("it is whole");
        String made = MonitorState.FILE + ".new";
        Operand opened = Operand.contents(file);
        Operand phase = Operand.of(Phase.RUNNING.code());
        Call write = Call.of("write it down", WRITEV, opened, Operand.address(vectors), Operand.of(2));
        program.append(Scratch.set("now RUNNING", phase).into(state, MonitorState.PHASE, Width.NARROW))
                .append(anew)
                .append(Scratch.writeNew(made).into(file))
                .append(write.into(written))
                .append(Scratch.ifEqual("all of it", Operand.contents(written), MonitorState.BYTES, whole))
                .call("why not all of it?", WRITEV, opened, Operand.address(vectors), Operand.of(2))
                .append(Scratch.close("there is room now", opened))
                .append(Branch.always("again", anew))
                .append(whole)
                .append(Scratch.close("done with it", opened))
                .append(Scratch.rename(made, MonitorState.FILE));
    }

    /** Written beside the old one, then put in its place. */
    private void writeState(String directory, Phase phase, boolean toDisk) {
        Datum file = Datum.cell("state");
        Datum written = Datum.cell("written");
        Label done = named("state written");
        String made = directory + MonitorState.FILE + ".new";
        Operand opened = Operand.contents(file);
        program.append(Scratch.set("now " + phase, Operand.of(phase.code()))
                        .into(state, MonitorState.PHASE, Width.NARROW)
                        .onErrorGoTo(done))
                .append(Scratch.writeNew(made).into(file).onErrorGoTo(done))
                .append(Call.of("write it down", WRITEV, opened, Operand.address(vectors), Operand.of(2))
                        .into(written)
                        .ignoringErrors());
        if (toDisk) {
            program.append(Scratch.sync(opened));
        }
        program.append(Scratch.close("done with it", opened))
                .append(Scratch.unlessEqual(
                        "the disk is full: better an old one than half of one",
                        Operand.contents(written),
                        MonitorState.BYTES,
                        done))
                .append(Scratch.rename(made, directory + MonitorState.FILE).ignoringErrors())
                .append(done);
    }

    private void report(String reason) {
        program.append(Call.of(
                        reason,
                        WRITEV,
                        Operand.of(MonitorDescriptors.CHANNEL),
                        new Operand.Address(vectors, STATE_FAILURE),
                        Operand.of(2))
                .ignoringErrors());
    }

    private void journal(Journal.Kind kind, Operand code, Operand status) {
        if (watch.journal() != null) {
            Watch.Events events = watch.journal();
            program.append(Journal.steps(events.file(), kind, events.id(), events.text(), code, status));
        }
    }

    private static Call end(int status) {
        return Call.of("end", EXIT_GROUP, Operand.of(status)).ignoringErrors();
    }
}
