package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.PREAD64;
import static dev.jocker.runtime.syscall.SystemCall.READ;

import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Width;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the journal that processes were killed for want of memory, while the container runs.
 *
 * <p>The counters of version 2 are a text, and a program cannot parse: it looks for the place of {@code oom_kill} once, eight bytes
 * at a time, and then whether the eight bytes behind it are still the same. Numbers before it only get longer, so the place only
 * moves on.
 */
final class OomSteps {
    private static final String KEY = "\noom_kil"; // eight bytes; the number is within the next eight
    private static final int WORDS = 2 * Long.BYTES;

    private final OomNotice notice;
    private final Watch.Events journal;
    private final Datum pollfds;
    private final int place;
    private final Datum seen = Datum.structure("{seen}", WORDS);
    private final Datum known = Datum.structure("{known}", WORDS);
    private final Datum at = Datum.cell("at");
    private final Datum length = Datum.cell("length");

    /** {@code place} in {@code pollfds} is what the notice is waited for with. */
    OomSteps(OomNotice notice, Watch.Events journal, Datum pollfds, int place) {
        this.notice = notice;
        this.journal = journal;
        this.pollfds = pollfds;
        this.place = place;
    }

    /** What was before the start is not told. */
    List<Instruction> begin() {
        Label done = Label.named("known");
        List<Instruction> steps = new ArrayList<>();
        if (notice.counters()) {
            addSearch(steps, done);
            steps.add(read("how often by now", known));
        } else {
            steps.add(takeNotice().ignoringErrors());
        }
        steps.add(done);
        return steps;
    }

    /** Tells of it, if there was anything since the last time. */
    List<Instruction> tell() {
        Label done = Label.named("told");
        List<Instruction> steps = new ArrayList<>();
        if (notice.counters()) {
            addSearch(steps, done);
            steps.add(new Branch("none was killed", word(seen, 1), Condition.EQUAL, word(known, 1), done));
            steps.add(read("how often by now", known));
        } else {
            steps.add(takeNotice().onErrorGoTo(done));
        }
        steps.addAll(Journal.steps(journal.file(), Journal.Kind.OOM, journal.id(), journal.text(), null, null));
        steps.add(done);
        return steps;
    }

    /** Reading is also what makes {@code ppoll} wait again. Of a group that is gone nothing more is heard. */
    private void addSearch(List<Instruction> steps, Label none) {
        Label search = Label.named("look for " + KEY.strip());
        Label found = Label.named("found " + KEY.strip());
        Label gone = Label.named("no counters");
        ByteBuffer key =
                ByteBuffer.wrap(KEY.getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.nativeOrder());
        steps.add(search);
        steps.add(Scratch.set("nothing of it yet", Operand.of(0)).into(seen, Long.BYTES, Width.WIDE));
        steps.add(read("has memory run out", seen).into(length).onErrorGoTo(gone));
        steps.add(Scratch.ifLess("not counted here", Operand.contents(length), Operand.of(Long.BYTES + 1L), none));
        steps.add(new Branch(
                "here it is", word(seen, 0), Condition.EQUAL, Operand.named(key.getLong(0), "\"\\noom_kil\""), found));
        steps.addAll(Scratch.add("further on", at, Operand.contents(at), Operand.of(1)));
        steps.add(Branch.always("is it there", search));
        steps.add(gone);
        steps.add(Scratch.setNowhere("nothing to hear of", pollfds, place));
        steps.add(Branch.always("and on", none));
        steps.add(found);
    }

    private Call read(String reason, Datum into) {
        return Call.of(
                        reason,
                        PREAD64,
                        Operand.of(notice.file()),
                        Operand.address(into),
                        Operand.of(WORDS),
                        Operand.contents(at))
                .ignoringErrors();
    }

    private Call takeNotice() {
        return Call.of(
                "has memory run out", READ, Operand.of(notice.file()), Operand.address(seen), Operand.of(Long.BYTES));
    }

    private static Operand word(Datum words, int index) {
        return new Operand.Contents(words, index * Long.BYTES, Width.WIDE);
    }
}
