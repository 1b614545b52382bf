package dev.jocker.cli;

import dev.jocker.cli.option.NearestWord;
import dev.jocker.cli.option.OptionException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Tells the user what failed, in one line on standard error, and says which exit status that is. */
final class Failures {
    private final PrintStream err;
    private final boolean stackTraces;

    /**
     * @param err where to
     * @param stackTraces whether a developer is looking: {@code JOCKER_DEBUG=1}
     */
    Failures(PrintStream err, boolean stackTraces) {
        this.err = err;
        this.stackTraces = stackTraces;
    }

    /** The command line is wrong. */
    int badOption(String program, String message) {
        line(program, message);
        err.println("See '".concat(program).concat(" --help'."));
        return ExitStatus.FAILED;
    }

    /** The command line is wrong. */
    int badOption(String program, OptionException e) {
        badOption(program, e.getMessage());
        return traced(e);
    }

    /** There is no such verb. */
    int unknownCommand(String word) {
        List<String> seconds = Command.secondWords(word);
        if (!seconds.isEmpty()) {
            line("jocker ".concat(word), "say what: ".concat(String.join(", ", seconds)));
            err.println("See 'jocker "
                    .concat(word)
                    .concat(" ")
                    .concat(seconds.getFirst())
                    .concat(" --help'."));
            return ExitStatus.FAILED;
        }
        String nearest = NearestWord.to(word, Command.words());
        var message = new StringBuilder("'").append(word).append("' is not a jocker command");
        if (nearest != null) {
            message.append("; did you mean '").append(nearest).append("'?");
        }
        line("jocker", message.toString());
        err.println("See 'jocker --help'.");
        return ExitStatus.FAILED;
    }

    /** There is a word that wants another, but this is none of {@code verbs}. */
    int unknownCommand(String word, String verb, List<String> verbs) {
        String program = "jocker ".concat(word);
        String nearest = NearestWord.to(verb, verbs);
        var message = new StringBuilder("there is no '").append(verb).append('\'');
        if (nearest != null) {
            message.append("; did you mean '").append(nearest).append("'?");
        }
        List<String> sorted = new ArrayList<>(verbs);
        sorted.sort(null);
        return badOption(
                program,
                message.append(nearest == null ? "; there are " : " There are ")
                        .append(String.join(", ", sorted))
                        .toString());
    }

    /** What was asked for did not work out; the message says all. */
    int failed(Exception e) {
        line("jocker", message(e));
        for (Throwable other : e.getSuppressed()) { // of a verb that does several things, or clean-up that failed too
            line("jocker", message(other));
        }
        return traced(e);
    }

    /** A mistake of Jocker's own. */
    int unexpected(Throwable e) {
        line("jocker", "this is a mistake in Jocker, please report it: ".concat(e.toString()));
        if (!stackTraces) {
            err.println("JOCKER_DEBUG=1 shows where it happened.");
        }
        return traced(e);
    }

    /** The JDK's exceptions of files have only the path for a message. */
    private static String message(Throwable e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return switch (file) {
                case NoSuchFileException missing -> missing.getFile().concat(": no such file or directory");
                case AccessDeniedException denied -> denied.getFile().concat(": permission denied");
                default -> e.toString();
            };
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private int traced(Throwable e) {
        if (stackTraces) {
            e.printStackTrace(err);
        }
        return ExitStatus.FAILED;
    }

    /** One line, whatever the message has in it. */
    private void line(String program, String message) {
        err.println(program.concat(": ").concat(message.strip().replace('\n', ' ')));
    }
}
