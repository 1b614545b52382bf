package dev.jocker.runtime.image;

import dev.jocker.runtime.image.ExecFailure.BadInterpreter;
import dev.jocker.runtime.image.ExecFailure.BrokenElf;
import dev.jocker.runtime.image.ExecFailure.Empty;
import dev.jocker.runtime.image.ExecFailure.IsDirectory;
import dev.jocker.runtime.image.ExecFailure.MissingInterpreter;
import dev.jocker.runtime.image.ExecFailure.MissingLoader;
import dev.jocker.runtime.image.ExecFailure.NotAFile;
import dev.jocker.runtime.image.ExecFailure.NotExecutable;
import dev.jocker.runtime.image.ExecFailure.NotFound;
import dev.jocker.runtime.image.ExecFailure.UnknownFormat;
import dev.jocker.runtime.image.ExecFailure.WrongArchitecture;
import dev.jocker.runtime.image.RootView.Found;
import dev.jocker.runtime.image.RootView.Kind;
import dev.jocker.runtime.syscall.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds programs in a container's root, and finds out why {@code execve(2)} would not, or did not, take one. */
public final class Executables {
    private static final int SHEBANG = 256; // BINPRM_BUF_SIZE: the kernel looks no further
    private static final int MAXIMUM_INTERPRETERS = 5;

    private Executables() {}

    /**
     * Looks a command up as a shell does.
     *
     * @param command with a slash in it: a path, not looked up
     * @param path directories between colons; relative ones, and empty ones, are passed over
     * @return the path of the first executable file of that name; else of the first file of that name; else nothing
     */
    public static Optional<String> locate(RootView root, String command, String path) throws IOException {
        if (command.indexOf('/') >= 0) {
            return Optional.of(command);
        }
        String second = null;
        int start = 0;
        while (start <= path.length() && !command.isEmpty()) {
            int end = path.indexOf(':', start);
            end = end < 0 ? path.length() : end;
            if (path.startsWith("/", start) && end > start) {
                String candidate = path.substring(start, end) + "/" + command;
                Found found = root.find(candidate);
                if (found.kind() == Kind.FILE && found.executable()) {
                    return Optional.of(candidate);
                }
                second = second == null && found.kind() == Kind.FILE ? candidate : second;
            }
            start = end + 1;
        }
        return Optional.ofNullable(second);
    }

    /**
     * Why this machine cannot execute a file. Permissions of a user other than root are not looked at, nor what a kernel can
     * be taught (binfmt_misc), nor libraries: this explains a failure that has happened.
     *
     * @param path absolute
     * @return nothing, if nothing is wrong with it
     */
    public static Optional<ExecFailure> diagnose(RootView root, String path) throws IOException {
        return diagnose(root, path, Architecture.current());
    }

    /** The same for programs of {@code machine}. */
    @SuppressWarnings("exports") // for the container's room, which knows the architecture's room too
    public static Optional<ExecFailure> diagnose(RootView root, String path, Architecture machine) throws IOException {
        return Optional.ofNullable(failure(root, path, machine, 0));
    }

    private static ExecFailure failure(RootView root, String path, Architecture machine, int depth) throws IOException {
        Found found = root.find(path);
        return switch (found.kind()) {
            case MISSING -> new NotFound(path);
            case DIRECTORY -> new IsDirectory(path);
            case OTHER -> new NotAFile(path);
            case FILE -> found.executable() ? contents(root, path, machine, depth) : new NotExecutable(path);
        };
    }

    private static ExecFailure contents(RootView root, String path, Architecture machine, int depth)
            throws IOException {
        byte[] start = root.readFirst(path, ElfHeader.ENOUGH);
        if (start == null || start.length == 0) {
            return new Empty(path);
        }
        if (ElfHeader.isElf(start)) {
            return elf(root, path, ElfHeader.parse(start), machine);
        }
        if (start.length >= 2 && start[0] == '#' && start[1] == '!') {
            return script(root, path, start, machine, depth);
        }
        return new UnknownFormat(path);
    }

    private static ExecFailure elf(RootView root, String path, ElfHeader header, Architecture machine)
            throws IOException {
        if (header == null || !header.executable()) {
            return new BrokenElf(path);
        }
        if (!runs(header, machine)) {
            return new WrongArchitecture(
                    path, header.architecture(), machine == Architecture.X86_64 ? "x86_64" : "aarch64");
        }
        String loader = header.interpreter();
        if (loader != null && root.find(loader).kind() == Kind.MISSING) {
            return new MissingLoader(path, loader);
        }
        return null;
    }

    /** Both run their 32-bit predecessor too, if the kernel is built for it. */
    private static boolean runs(ElfHeader header, Architecture machine) {
        return switch (machine) {
            case X86_64 -> header.machine() == ElfHeader.EM_X86_64 || header.machine() == ElfHeader.EM_386;
            case AARCH64 ->
                !header.bigEndian()
                        && (header.machine() == ElfHeader.EM_AARCH64 || header.machine() == ElfHeader.EM_ARM);
        };
    }

    private static ExecFailure script(RootView root, String path, byte[] start, Architecture machine, int depth)
            throws IOException {
        int limit = Math.min(start.length, SHEBANG);
        int end = 2;
        while (end < limit && start[end] != '\n' && start[end] != 0) {
            end++;
        }
        int from = 2;
        while (from < end && isBlank(start[from])) {
            from++;
        }
        int to = from;
        while (to < end && !isBlank(start[to])) {
            to++;
        }
        boolean carriageReturn = to > from && start[to - 1] == '\r';
        String interpreter = new String(start, from, (carriageReturn ? to - 1 : to) - from, StandardCharsets.UTF_8);
        if (interpreter.isEmpty() || carriageReturn) {
            return new MissingInterpreter(path, interpreter, carriageReturn);
        }
        // A relative interpreter is looked up in the working directory, which is not known here.
        if (!interpreter.startsWith("/")) {
            return null;
        }
        ExecFailure inner = depth < MAXIMUM_INTERPRETERS ? failure(root, interpreter, machine, depth + 1) : null;
        if (inner instanceof NotFound) {
            return new MissingInterpreter(path, interpreter, false);
        }
        return inner == null ? null : new BadInterpreter(path, inner);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }
}
