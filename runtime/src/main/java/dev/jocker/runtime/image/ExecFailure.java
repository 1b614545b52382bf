package dev.jocker.runtime.image;

/** Why a program of a container's root cannot be executed, told to whoever has to mend it. */
public sealed interface ExecFailure {
    /** The program, as the caller named it. */
    String path();

    /** One line: what is wrong and, where that helps, what to do. */
    String text();

    /** The exit status that docker gives: 127 if something is not there, 126 if it is but cannot be executed. */
    int exitStatus();

    /** There is no such file in the root. */
    record NotFound(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": not found in the container's root";
        }

        @Override
        public int exitStatus() {
            return NOT_FOUND;
        }
    }

    record IsDirectory(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is a directory";
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    /** A device, a fifo, a socket. */
    record NotAFile(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is not a regular file";
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    record NotExecutable(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is not executable: chmod +x it, or name it to its interpreter";
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    record Empty(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is an empty file";
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    /**
     * The first line of a script names an interpreter that is not there.
     *
     * @param interpreter as the line has it, without a carriage return at its end
     * @param carriageReturn whether there is one: the file was saved with line ends of DOS, and the kernel takes them literally
     */
    record MissingInterpreter(String path, String interpreter, boolean carriageReturn) implements ExecFailure {
        @Override
        public String text() {
            if (carriageReturn) {
                return path + ": its first line ends in a carriage return, so its interpreter is \"" + interpreter
                        + "\\r\", which does not exist: convert it with dos2unix";
            }
            if (interpreter.isEmpty()) {
                return path + ": its first line, #!, names no interpreter";
            }
            return path + ": its first line asks for the interpreter " + interpreter
                    + ", which is not in the container's root";
        }

        @Override
        public int exitStatus() {
            return NOT_FOUND;
        }
    }

    /** A script's interpreter is there, but cannot be executed either. */
    record BadInterpreter(String path, ExecFailure interpreter) implements ExecFailure {
        @Override
        public String text() {
            return path + ": its interpreter cannot be executed: " + interpreter.text();
        }

        @Override
        public int exitStatus() {
            return interpreter.exitStatus();
        }
    }

    /** A dynamically linked program whose loader is not there, such as one for glibc in a root with musl. */
    record MissingLoader(String path, String loader) implements ExecFailure {
        @Override
        public String text() {
            return path + ": needs the loader " + loader
                    + ", which is not in the container's root (linked for another C library?)";
        }

        @Override
        public int exitStatus() {
            return NOT_FOUND;
        }
    }

    /**
     * A program for another processor.
     *
     * @param program its architecture
     * @param machine this machine's
     */
    record WrongArchitecture(String path, String program, String machine) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is a program for " + program + ", and this machine is " + machine;
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    /** Neither ELF nor a script that says what it is. */
    record UnknownFormat(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is neither a program nor a script that begins with #!";
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    /** ELF, but nothing to execute: an object file, a core, cut short. */
    record BrokenElf(String path) implements ExecFailure {
        @Override
        public String text() {
            return path + ": is an ELF file, but not a program, or not all of one";
        }

        @Override
        public int exitStatus() {
            return CANNOT_INVOKE;
        }
    }

    int CANNOT_INVOKE = 126;
    int NOT_FOUND = 127;
}
