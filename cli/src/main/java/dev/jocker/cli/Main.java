package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.image.ImageException;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program {@code jocker}: finds the verb, lets it run, and turns what comes back into an exit status. */
public final class Main {
    private final Console console;
    private final Engine engine;
    private final Failures failures;

    Main(Console console, Engine engine) {
        this.console = console;
        this.engine = engine;
        this.failures = new Failures(console.err(), "1".equals(System.getenv("JOCKER_DEBUG")));
    }

    public static void main(String[] arguments) {
        int status = new Main(Console.standard(), new LibraryEngine()).run(OriginalText.arguments(arguments));
        if (System.out.checkError() && status == ExitStatus.SUCCESS) {
            status = outputLost();
        }
        System.exit(status); // also where threads still wait for the terminal
    }

    /** Where nobody reads any more, as in {@code jocker logs web | head}, there is nothing to complain about: SIGPIPE would end us. */
    private static int outputLost() {
        try {
            if (Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:")) {
                return ExitStatus.NOBODY_READS;
            }
        } catch (IOException e) {
            // no /proc: say it
        }
        Console.standard().failures().failed(new IOException("not all could be written to standard output"));
        return ExitStatus.NOT_DONE;
    }

    int run(List<String> arguments) {
        if (arguments.isEmpty()) {
            console.out().print(Overview.text(console.textWidth()));
            return ExitStatus.SUCCESS;
        }
        String word = arguments.getFirst();
        if (word.equals("--version") || word.equals("-v")) {
            console.out().println(Version.LINE);
            return ExitStatus.SUCCESS;
        }
        if (word.equals("--help") || word.equals("-h")) {
            console.out().print(Overview.text(console.textWidth()));
            return ExitStatus.SUCCESS;
        }
        if (word.startsWith("-")) {
            return failures.badOption("jocker", "unknown option: ".concat(word));
        }
        Command command = Command.named(word);
        if (command != null) {
            return run(command, arguments.subList(1, arguments.size()));
        }
        List<String> plain = Management.plain(arguments);
        command = Command.named(plain.getFirst());
        return command == null ? group(arguments) : run(command, plain.subList(1, plain.size()));
    }

    /** A word that wants another after it, and has not got one that there is. */
    private int group(List<String> arguments) {
        String word = arguments.getFirst();
        List<String> verbs = List.copyOf(Management.verbs(word).keySet());
        if (verbs.isEmpty()) {
            return failures.unknownCommand(word);
        }
        String verb = arguments.size() == 1 ? "--help" : arguments.get(1);
        if (verb.equals("--help") || verb.equals("-h")) {
            console.out().print(Overview.of(word, console.textWidth()));
            return ExitStatus.SUCCESS;
        }
        return failures.unknownCommand(word, verb, verbs);
    }

    private int run(Command command, List<String> arguments) {
        String program = "jocker ".concat(command.word());
        Verb verb = null;
        try {
            verb = command.verb();
            if (!verb.parse(arguments)) {
                console.out().print(verb.help(console.textWidth()));
                return ExitStatus.SUCCESS;
            }
            return verb.run(console, engine);
        } catch (OptionException e) {
            return failures.badOption(program, e);
        } catch (ContainerException e) {
            failures.failed(e);
            return verb.failureStatus(e);
        } catch (IOException | ImageException | NetworkException | VolumeException e) {
            failures.failed(e);
            return verb.failureStatus();
        } catch (RuntimeException | LinkageError e) {
            return failures.unexpected(e);
        }
    }
}
