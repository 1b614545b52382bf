package dev.jocker.runtime.mount;

import static dev.jocker.runtime.syscall.SystemCall.MKDIRAT;
import static dev.jocker.runtime.syscall.SystemCall.MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.MOVE_MOUNT;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.mount_h;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.util.ArrayList;
import java.util.List;

/** Calls that several {@link MountStep}s are made of. */
final class Paths {
    /** Relative paths begin at the working directory. */
    static final Operand CURRENT = Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");

    private Paths() {}

    /** {@code mount(2)}; null for what the call at hand does not look at. */
    static Call mount(String reason, String source, String target, String type, Flags<MountFlag> flags, String data) {
        return Call.of(reason, MOUNT, text(source), text(target), text(type), Operand.of(flags), text(data));
    }

    static Call makeDirectory(String reason, String path, int mode) {
        return Call.of(reason, MKDIRAT, CURRENT, Operand.string(path), Operand.mode(mode));
    }

    /** Makes a directory unless something has that name already, be it a directory or not; any other error is one. */
    static List<Instruction> makeUnlessThere(String reason, String path, int mode) {
        Label there = Label.named("there is " + path);
        return unless(Errno.EEXIST, "it was there", makeDirectory(reason, path, mode), there, there);
    }

    /** The call; if there is no such path, on at {@code done}; any other error is one. */
    static List<Instruction> unlessMissing(Call call, Label done) {
        return unless(Errno.ENOENT, "there is no such path", call, done, Label.named("there"));
    }

    /**
     * The call, and {@code behind} it; after that error on at {@code label}. After another one the call is made again: a branch cannot
     * fail, and an error is to name the call. It is one that changes nothing where it fails, and no mistake where it succeeds then.
     */
    private static List<Instruction> unless(Errno errno, String reason, Call call, Label label, Label behind) {
        Datum result = Datum.cell("result");
        return List.of(
                call.into(result).ignoringErrors(),
                new Instruction.Branch("", Operand.contents(result), Condition.AT_LEAST, Operand.of(0), behind),
                new Instruction.Branch(
                        reason,
                        Operand.contents(result),
                        Condition.EQUAL,
                        Operand.named(-errno.number(), "-" + errno),
                        label),
                call,
                behind);
    }

    /** Puts a detached mount to {@code target}; where that fails, makes {@code place} and puts it there. */
    static List<Instruction> place(Operand tree, String target, String place, boolean directory, String reason) {
        Label missing = Label.named("make " + target);
        Label placed = Label.named("placed " + target);
        var steps = new ArrayList<Instruction>();
        steps.add(moveMount(tree, target, reason).onErrorGoTo(missing));
        steps.add(Instruction.Branch.always("it was there", placed));
        steps.add(missing);
        if (directory) {
            steps.addAll(new MountStep.MakeDirectories(place, 0755).instructions());
        } else {
            int slash = place.lastIndexOf('/');
            if (slash > 0) {
                steps.addAll(new MountStep.MakeDirectories(place.substring(0, slash), 0755).instructions());
            }
            steps.addAll(new MountStep.MakeFile(place, 0755).instructions());
        }
        steps.add(moveMount(tree, place, reason));
        steps.add(placed);
        return steps;
    }

    private static Call moveMount(Operand tree, String target, String reason) {
        long flags = mount_h.MOVE_MOUNT_F_EMPTY_PATH() | mount_h.MOVE_MOUNT_T_SYMLINKS();
        Operand named = Operand.named(flags, "MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_SYMLINKS");
        return Call.of(reason, MOVE_MOUNT, tree, Operand.string(""), CURRENT, Operand.string(target), named);
    }

    private static Operand text(String value) {
        return value == null ? Operand.NULL : Operand.string(value);
    }
}
