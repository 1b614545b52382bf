package dev.jocker.runtime.monitor;

import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.FCNTL;
import static dev.jocker.runtime.syscall.SystemCall.MEMFD_CREATE;
import static dev.jocker.runtime.syscall.SystemCall.SENDFILE;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MemfdFlag;

/**
 * Copies an image from a file of the container's directory, where it takes no memory while it is not needed, into a sealed memory file,
 * so that nobody can write to what a process in the container is (CVE-2019-5736).
 */
final class ImageSteps {
    private ImageSteps() {}

    /** Where the host does not execute memory files ({@code vm.memfd_noexec=2}), the file itself has to do. */
    static void append(Program.Builder program, String name, String path, int bytes, Datum image) {
        Datum file = Datum.cell("file");
        Datum copied = Datum.cell("copied");
        Label made = Label.named("memory file made");
        Label whole = Label.named("whole");
        Label done = Label.named("image");
        Operand memory = Operand.contents(image);
        Flags<MemfdFlag> flags = Flags.of(MemfdFlag.MFD_CLOEXEC, MemfdFlag.MFD_ALLOW_SEALING);
        program.append(Scratch.openToRead("the program", path).into(file))
                .append(memoryFile(
                        "memory for the image, that nobody can write to", name, flags.with(MemfdFlag.MFD_EXEC), image))
                .append(new Branch("it is there", memory, Condition.AT_LEAST, Operand.of(0), made))
                .append(memoryFile("the same, before Linux 6.3", name, flags, image))
                .append(new Branch("it is there", memory, Condition.AT_LEAST, Operand.of(0), made))
                .append(Scratch.set("this host executes files only", image, Operand.contents(file)))
                .append(Branch.always("as it is, then", done))
                .append(made)
                .append(Call.of("copy it", SENDFILE, memory, Operand.contents(file), Operand.NULL, Operand.of(bytes))
                        .into(copied))
                .append(Scratch.ifEqual("all of it", Operand.contents(copied), bytes, whole))
                .append(Call.of("half a program is none", CLOSE, Scratch.NONE))
                .append(whole)
                .append(Call.of(
                        "no change of it from here on",
                        FCNTL,
                        memory,
                        Operand.named(fcntl_h.F_ADD_SEALS(), "F_ADD_SEALS"),
                        Operand.of(SealedImage.seals())))
                .append(Scratch.close("the file is not needed any more", Operand.contents(file)))
                .append(done);
    }

    private static Call memoryFile(String reason, String name, Flags<MemfdFlag> flags, Datum image) {
        return Call.of(reason, MEMFD_CREATE, Operand.string(name), Operand.of(flags))
                .into(image)
                .ignoringErrors();
    }
}
