package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonLines;

/** {@code jocker version}. */
final class VersionVerb extends Verb {
    private final Text format = options.text("FORMAT", "How to print it: text or json", "--format");

    VersionVerb() {
        super(Command.VERSION, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) {
        String java = System.getProperty("java.version");
        String kernel = System.getProperty("os.version");
        String architecture = System.getProperty("os.arch");
        switch (format.or("text")) {
            case "json" ->
                console.out()
                        .print(new JsonLines()
                                .object("Version", Version.NUMBER, "Java", java, "Kernel", kernel, "Arch", architecture)
                                .text());
            case "text" -> {
                console.out().println("Jocker:       " + Version.NUMBER);
                console.out().println("Java:         " + java + " (" + System.getProperty("java.vendor") + ")");
                console.out().println("Kernel:       " + kernel);
                console.out().println("Architecture: " + architecture);
            }
            default -> throw new OptionException("--format is text or json, not '" + format.value() + "'");
        }
        return ExitStatus.SUCCESS;
    }
}
