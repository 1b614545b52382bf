package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.FTRUNCATE;
import static dev.jocker.runtime.syscall.SystemCall.LSEEK;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.READ;
import static dev.jocker.runtime.syscall.SystemCall.RENAMEAT;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;
import static dev.jocker.runtime.syscall.SystemCall.WRITEV;

import dev.jocker.bindings.fs_h;
import dev.jocker.bindings.poll_h;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.OpenFlag;

/**
 * Waits for a container's output and for its end, and copies the one into the log until the other.
 *
 * <pre>
 *   struct of two iovecs: { &amp;length, 32 } { bytes, length }, stream, magic, time
 *                                                  └─ read(2) stores its result here: it is the vector's length and begins the record
 * </pre>
 *
 * <p>What goes wrong with the log is no reason to stop the container: output is lost then.
 */
final class OutputSteps {
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int MEMORY = POLLFD_BYTES;
    private static final int OUTPUT_PLACE = 2 * POLLFD_BYTES;
    private static final int ERROR_PLACE = 3 * POLLFD_BYTES;
    private static final int SIGSET_BYTES = 8;
    private static final int RECORD = 24; // where the log's record begins in the structure
    private static final int TURNS_AFTER_THE_END = 256;
    private static final long NAP_NANOS = 100_000_000;
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;

    private final Watch watch;
    private final Program.Builder program;
    /** The child's pidfd, what tells of kills for want of memory, its output, and, without a terminal, its errors. */
    final Datum pollfds;
    /** Null: nothing tells of them. */
    final OomSteps oom;
    /** The address of how long to wait for a run to be a long one, or 0. */
    final Datum timeout;

    private final Datum record;
    private final Operand length;
    private final Operand stream;
    private final Datum log = Datum.structure("log", Long.BYTES).set32(0, -1).set32(Integer.BYTES, -1);
    private final Datum position = Datum.cell("position");
    private final Datum moved = Datum.cell("moved");
    private final Datum turns = Datum.cell("turns");
    private final Label wait = Label.named("wait");
    private final Label recorded = Label.named("recorded");
    private final Label ended = Label.named("ended");

    OutputSteps(Watch watch, Program.Builder program) {
        this.watch = watch;
        this.program = program;
        this.timeout = Datum.cell("timeout");
        OomNotice notice = watch.oomNotice();
        int urgent = notice != null && notice.counters() ? poll_h.POLLPRI() : poll_h.POLLIN();
        this.pollfds = Datum.structure("{child, memory, output, error}", 4 * POLLFD_BYTES)
                .set32(0, -1)
                .set16(POLLFD_EVENTS, poll_h.POLLIN())
                .set32(MEMORY, notice == null ? Argument.number(-1) : notice.file())
                .set16(MEMORY + POLLFD_EVENTS, urgent)
                .set32(OUTPUT_PLACE, MonitorDescriptors.OUTPUT)
                .set16(OUTPUT_PLACE + POLLFD_EVENTS, poll_h.POLLIN())
                .set32(ERROR_PLACE, MonitorDescriptors.ERROR)
                .set16(ERROR_PLACE + POLLFD_EVENTS, poll_h.POLLIN());
        this.oom = notice == null ? null : new OomSteps(notice, watch.journal(), pollfds, MEMORY);
        this.record = Datum.structure("{record}", RECORD + LogFormat.HEADER_BYTES)
                .set64(Long.BYTES, LogFormat.HEADER_BYTES)
                .address(2 * Long.BYTES, Datum.buffer("bytes", LogFormat.MOST))
                .set32(RECORD + LogFormat.MAGIC_AT, LogFormat.MAGIC);
        record.address(0, record, RECORD);
        this.length = new Operand.Contents(record, RECORD, Width.WIDE);
        this.stream = Operand.contents32(record, RECORD + LogFormat.STREAM);
    }

    /** Ends after the container's end. {@code afterALongRun} is done when the time in {@code control} has gone by. */
    void append(Datum control, Call afterALongRun) {
        Label ready = Label.named("ready");
        Label output = Label.named("record it");
        Label noOutput = Label.named("no output");
        Label noError = Label.named("no error");
        program.append(Scratch.set("nothing was read after the end yet", turns, Operand.of(0)))
                .append(Scratch.set("wait so long", timeout, new Operand.Address(control, Control.STEADY)))
                .append(wait)
                .append(Call.of(
                                "wait for output, or the container's end",
                                PPOLL,
                                Operand.address(pollfds),
                                Operand.of(watch.terminal() ? 3 : 4),
                                Operand.contents(timeout),
                                Operand.NULL,
                                Operand.of(SIGSET_BYTES))
                        .into(moved))
                .append(new Branch(
                        "something has happened", Operand.contents(moved), Condition.NOT_EQUAL, Operand.of(0), ready))
                .append(Scratch.set("a long run: wait as long as it takes", timeout, Operand.of(0)))
                .append(afterALongRun)
                .append(Branch.always("and on", wait))
                .append(ready)
                .append(Scratch.set("nothing was read yet", moved, Operand.of(0)));
        if (oom != null) {
            appendMemory();
        }
        appendRead(MonitorDescriptors.OUTPUT, OUTPUT_PLACE, OUTPUT, output, noOutput);
        if (!watch.terminal()) {
            appendRead(MonitorDescriptors.ERROR, ERROR_PLACE, ERROR, output, noError);
        }
        appendEnd(noError);
        program.append(output);
        appendRecord();
        program.append(recorded);
        if (!watch.terminal()) {
            program.append(Scratch.ifEqual("now for the errors", stream, OUTPUT, noOutput));
        }
        program.append(Branch.always("and on", noError)).append(ended);
    }

    private void appendMemory() {
        Label none = Label.named("not memory");
        int events = poll_h.POLLIN() | poll_h.POLLPRI() | poll_h.POLLERR();
        program.append(new Branch(
                        "nothing of this",
                        Operand.contents32(pollfds, MEMORY + POLLFD_EVENTS),
                        Condition.NO_BIT,
                        Operand.named((long) events << Short.SIZE, "POLLIN|POLLPRI|POLLERR"),
                        none))
                .append(oom.tell())
                .append(none);
    }

    private void appendRead(int fd, int place, int number, Label record, Label otherwise) {
        int events = poll_h.POLLIN() | poll_h.POLLHUP() | poll_h.POLLERR();
        program.append(new Branch(
                        "nothing of this",
                        Operand.contents32(pollfds, place + POLLFD_EVENTS),
                        Condition.NO_BIT,
                        Operand.named((long) events << Short.SIZE, "POLLIN|POLLHUP|POLLERR"),
                        otherwise))
                .append(Scratch.set("which stream", Operand.of(number))
                        .into(this.record, RECORD + LogFormat.STREAM, Width.NARROW))
                .append(Call.of(
                                "what the container says",
                                READ,
                                Operand.of(fd),
                                new Operand.Contents(this.record, 2 * Long.BYTES, Width.WIDE),
                                Operand.of(LogFormat.MOST))
                        .into(this.record, RECORD, Width.WIDE)
                        .ignoringErrors())
                .append(Branch.always("into the log", record))
                .append(otherwise);
    }

    /** Whoever holds the pipes after the container's end could write for ever: there is a limit to what is read then. */
    private void appendEnd(Label noError) {
        Label drained = Label.named("drained");
        if (watch.terminal()) {
            program.append(noError);
        }
        program.append(new Branch(
                "the container still runs",
                Operand.contents32(pollfds, POLLFD_EVENTS),
                Condition.NO_BIT,
                Operand.named((long) poll_h.POLLIN() << Short.SIZE, "POLLIN"),
                wait));
        if (watch.killLeftovers() != null) {
            Datum file = Datum.cell("cgroup.kill");
            Label none = Label.named("nobody left");
            program.append(Scratch.open("end who is left", watch.killLeftovers().toString(), OpenFlag.O_WRONLY)
                            .into(file)
                            .onErrorGoTo(none))
                    .append(Call.of(
                                    "end who is left",
                                    WRITE,
                                    Operand.contents(file),
                                    Operand.string("1"),
                                    Operand.of(1))
                            .ignoringErrors())
                    .append(Scratch.close("done with it", Operand.contents(file)))
                    .append(none);
        }
        program.append(Scratch.ifEqual("there is no more output", Operand.contents(moved), 0, drained))
                .append(Scratch.add("one turn more", turns, Operand.contents(turns), Operand.of(1)))
                .append(Scratch.ifLess(
                        "read what is left", Operand.contents(turns), Operand.of(TURNS_AFTER_THE_END), wait))
                .append(drained);
        program.append(Branch.always("it has ended", ended));
    }

    private void appendRecord() {
        Label full = Label.named("log is full");
        Label fresh = Label.named("open the log");
        Label write = Label.named("write");
        Operand opened = Operand.contents32(log, 0);
        Operand none = Operand.of(0);
        if (watch.terminal()) {
            nap();
        }
        program.append(Scratch.ifLess("nothing, after all", length, Operand.of(1), recorded))
                .append(Scratch.set("something was read", moved, Operand.of(1)))
                .append(Scratch.now("when", record, RECORD + LogFormat.TIME))
                .append(end(opened))
                .append(Scratch.ifLess("there is no log yet", Operand.contents(position), none, fresh));
        if (watch.log().maximum() > 0) {
            program.append(Scratch.ifLess(
                            "there is room in it",
                            Operand.contents(position),
                            Operand.of(watch.log().maximum()),
                            write))
                    .append(full);
            rotate(opened);
        } else {
            program.append(Branch.always("at its end", write));
        }
        Datum written = Datum.cell("written");
        Datum wanted = Datum.cell("wanted");
        program.append(fresh)
                .append(Scratch.close("no log any more", opened))
                .append(Scratch.open("the log", LogFormat.FILE, OpenFlag.O_WRONLY, OpenFlag.O_APPEND, OpenFlag.O_CREAT)
                        .into(log, 0, Width.NARROW)
                        .ignoringErrors())
                .append(end(opened))
                .append(write)
                .append(Call.of("into the log, in one go", WRITEV, opened, Operand.address(record), Operand.of(2))
                        .into(written)
                        .ignoringErrors())
                .append(Scratch.ifLess("not possible: it is lost", Operand.contents(written), none, recorded))
                .append(Scratch.add("so long it is", wanted, Operand.of(LogFormat.HEADER_BYTES), length))
                .append(new Branch(
                        "it is all there",
                        Operand.contents(written),
                        Condition.EQUAL,
                        Operand.contents(wanted),
                        recorded))
                .append(Call.of("the disk is full: no half records", FTRUNCATE, opened, Operand.contents(position))
                        .ignoringErrors());
    }

    /** A terminal that nobody has open is "hung up" all the time, though somebody may open it again. */
    private void nap() {
        Datum nap = Datum.structure("{100 ms}", 2 * Long.BYTES);
        Label heard = Label.named("heard");
        program.append(new Branch("it is there", length, Condition.AT_LEAST, Operand.of(0), heard))
                .append(Scratch.set("not for long", Operand.of(0)).into(nap))
                .append(Scratch.set("not for long", Operand.of(NAP_NANOS)).into(nap, Long.BYTES, Width.WIDE))
                .append(Call.of(
                                "wait for the end only",
                                PPOLL,
                                Operand.address(pollfds),
                                Operand.of(1),
                                Operand.address(nap),
                                Operand.NULL,
                                Operand.of(SIGSET_BYTES))
                        .ignoringErrors())
                .append(heard);
    }

    private void rotate(Operand opened) {
        int files = watch.log().files();
        for (int older = files - 1; older >= 1; older--) {
            String from = older == 1 ? LogFormat.FILE : LogFormat.FILE + "." + (older - 1);
            program.append(Call.of(
                            "put it aside",
                            RENAMEAT,
                            Scratch.CURRENT,
                            Operand.string(from),
                            Scratch.CURRENT,
                            Operand.string(LogFormat.FILE + "." + older))
                    .ignoringErrors());
        }
        if (files == 1) {
            program.append(
                    Call.of("begin anew", FTRUNCATE, opened, Operand.of(0)).ignoringErrors());
        }
    }

    private Call end(Operand opened) {
        return Call.of("where it ends", LSEEK, opened, Operand.of(0), Operand.named(fs_h.SEEK_END(), "SEEK_END"))
                .into(position)
                .ignoringErrors();
    }
}
