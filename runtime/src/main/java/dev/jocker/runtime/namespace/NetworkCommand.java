package dev.jocker.runtime.namespace;

import static dev.jocker.runtime.program.Operand.NULL;
import static dev.jocker.runtime.syscall.SystemCall.MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.UMOUNT2;
import static dev.jocker.runtime.syscall.SystemCall.UNSHARE;

import dev.jocker.runtime.program.ExecSteps;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Replacement;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.UnmountFlag;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command in a network namespace that has a name, {@code ip netns exec NAME COMMAND}. It gets mounts of its own: {@code /sys} tells of the
 * namespace's links then, and each file of {@code /etc/netns/NAME} stands in for the one of {@code /etc}.
 *
 * @param name the namespace's
 * @param files those of {@code /etc/netns/NAME} that have one to stand in for
 * @param candidates where the command may be, at least one
 * @param arguments of which the first is the command's name
 * @param environment NAME=VALUE
 */
public record NetworkCommand(
        String name, List<Path> files, List<String> candidates, List<String> arguments, List<String> environment) {
    private static final Path CONFIGURATION = Path.of("/etc/netns");
    private static final Path ETC = Path.of("/etc");

    public NetworkCommand {
        files = List.copyOf(files);
        candidates = List.copyOf(candidates);
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }

    /** The files of {@code /etc/netns/NAME}; none if there is no such directory. */
    public static List<Path> filesOf(String name) throws IOException {
        Path directory = CONFIGURATION.resolve(NetworkNamespaces.file(name).getFileName());
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    files.add(entry);
                }
            }
        }
        return files;
    }

    /** What a file of {@code /etc/netns/NAME} stands in for. */
    public static Path replacedBy(Path file) {
        return ETC.resolve(file.getFileName());
    }

    /** Has this process become the command. Returns only if that failed, and then what has. */
    public SyscallException become() throws IOException {
        try (NetworkNamespace namespace = NetworkNamespaces.open(name)) {
            return Replacement.run(program(namespace.fd()));
        }
    }

    /** What {@link #become} does, to be shown. */
    Program program(Argument namespace) {
        Label notMounted = Label.named("/sys is covered");
        Label mounted = Label.named("/sys is mounted");
        Program.Builder program = Program.named("jocker-netns")
                .call("join the network namespace", SETNS, Operand.of(namespace), flag(CloneFlag.CLONE_NEWNET))
                .call("mounts of our own", UNSHARE, flag(CloneFlag.CLONE_NEWNS))
                .call(
                        "what is mounted here does not come through to others",
                        MOUNT,
                        Operand.string("none"),
                        Operand.string("/"),
                        NULL,
                        Operand.of(Flags.of(MountFlag.MS_SLAVE, MountFlag.MS_REC)),
                        NULL)
                .append(Call.of(
                                "the /sys of the other network namespace; it may be no mount, or one that cannot be taken away",
                                UMOUNT2,
                                Operand.string("/sys"),
                                flag(UnmountFlag.MNT_DETACH))
                        .ignoringErrors())
                .append(sysfs(Operand.NULL).onErrorGoTo(notMounted))
                .append(Branch.always("it can be written", mounted))
                .append(notMounted)
                .append(sysfs(flag(MountFlag.MS_RDONLY)))
                .append(mounted);
        for (Path file : files) {
            program.call(
                    "the namespace's own file",
                    MOUNT,
                    Operand.string(file.toString()),
                    Operand.string(replacedBy(file).toString()),
                    NULL,
                    flag(MountFlag.MS_BIND),
                    NULL);
        }
        return program.append(ExecSteps.cleanSlate())
                .append(ExecSteps.execute(candidates, Operand.strings(arguments), Operand.strings(environment)))
                .append(new Return())
                .build();
    }

    /** One that covers another can be written only if that can. */
    private Call sysfs(Operand flags) {
        return Call.of(
                "a /sys that tells of this network namespace",
                MOUNT,
                Operand.string(name),
                Operand.string("/sys"),
                Operand.string("sysfs"),
                flags,
                NULL);
    }

    private static <F extends Enum<F> & Flag> Operand flag(F flag) {
        return Operand.named(flag.bits(), flag.name());
    }
}
