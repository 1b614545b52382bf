package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.ArchiveException;
import java.io.IOException;

/** What is wrong with a Dockerfile, or with carrying it out: one line that begins with the file, the line and the instruction. */
public final class DockerfileException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 60;

    private DockerfileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** At a line, where there is no instruction yet. */
    static DockerfileException at(String file, int line, String why) {
        return new DockerfileException(file + ":" + line + ": " + why, null);
    }

    /** At an instruction. */
    static DockerfileException at(Statement statement, String why) {
        return at(statement, why, null);
    }

    /** At an instruction, because of something else. */
    static DockerfileException at(Statement statement, String why, Throwable cause) {
        return new DockerfileException(
                statement.file() + ":" + statement.line() + ": " + shown(statement.toString()) + ": " + why, cause);
    }

    private static String shown(String text) {
        String line = ArchiveException.shown(text);
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
