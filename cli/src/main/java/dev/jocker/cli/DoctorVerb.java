package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Listing;
import dev.jocker.runtime.doctor.Doctor;
import dev.jocker.runtime.doctor.Finding;
import dev.jocker.runtime.doctor.Finding.Mark;
import dev.jocker.runtime.options.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code jocker doctor}: what works on this host, and what to change. Exit status 1 if something does not work. */
final class DoctorVerb extends Verb {
    private static final String COLUMNS = "{{.Mark}}\t{{.Check}}\t{{.Finding}}\t{{.Remedy}}";
    private static final String[] HEADINGS = {"Mark", "MARK", "Check", "CHECK", "Finding", "FINDING", "Remedy", "REMEDY"
    };
    private static final int MARK_WIDTH = 6;
    private static final int CHECK_WIDTH = 17;
    private static final String PLAIN = "\033[0m";

    private final Switch quiet = options.flag("Only what is not as it should be", "-q", "--quiet");
    private final Text format = options.text("FORMAT", "How to print: text, table, json or a Go template", "--format");

    DoctorVerb() {
        super(Command.DOCTOR, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        boolean text = format.or("text").equals("text");
        Listing listing = text ? null : new Listing(format.value(), COLUMNS, HEADINGS);
        List<Finding> findings =
                Doctor.ofHost(Directories.ofHost().data(), cache()).examine();
        int bad = 0;
        int warnings = 0;
        List<Finding> shown = new ArrayList<>();
        for (Finding finding : findings) {
            bad += finding.mark() == Mark.BAD ? 1 : 0;
            warnings += finding.mark() == Mark.WARN ? 1 : 0;
            if (!quiet.on() || finding.mark() != Mark.OK) {
                shown.add(finding);
            }
        }
        if (text) {
            shown.forEach(finding -> console.out().print(line(finding, console.isTerminal())));
            if (!quiet.on()) {
                console.out().println(summary(bad, warnings));
            }
        } else {
            shown.forEach(finding -> listing.row(row(finding)));
            console.out().print(listing.text(console.tableWidth()));
        }
        return bad == 0 ? ExitStatus.SUCCESS : ExitStatus.NOT_DONE;
    }

    /** Beside the jars, where the launcher looks for it; null: nobody knows where they are. */
    private static Path cache() {
        String modules = System.getProperty("jdk.module.path");
        boolean launched = System.getProperty("jocker.launcher") != null && modules != null;
        return launched ? Path.of(modules).toAbsolutePath().resolveSibling("jocker.aot") : null;
    }

    /** {@code ok    kernel           Linux 6.18}, and below it what to do. */
    private static String line(Finding finding, boolean coloured) {
        var line = new StringBuilder();
        String mark = finding.mark().name().toLowerCase(Locale.ROOT);
        line.append(coloured ? colour(finding.mark()) + mark + PLAIN : mark);
        line.repeat(' ', MARK_WIDTH - mark.length()).append(finding.check());
        line.repeat(' ', Math.max(1, CHECK_WIDTH - finding.check().length())).append(oneLine(finding.text()));
        line.append('\n');
        if (finding.remedy() != null) {
            line.repeat(' ', MARK_WIDTH + CHECK_WIDTH).append(finding.remedy()).append('\n');
        }
        return line.toString();
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    private static String colour(Mark mark) {
        return switch (mark) {
            case OK -> "\033[32m";
            case WARN -> "\033[33m";
            case BAD -> "\033[31m";
        };
    }

    private static String summary(int bad, int warnings) {
        if (bad == 0 && warnings == 0) {
            return "All is as it should be.";
        }
        return bad + (bad == 1 ? " thing does" : " things do") + " not work, " + warnings
                + (warnings == 1 ? " warning." : " warnings.");
    }

    private static Map<String, Object> row(Finding finding) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Mark", finding.mark().name().toLowerCase(Locale.ROOT));
        row.put("Check", finding.check());
        row.put("Finding", oneLine(finding.text()));
        row.put("Remedy", finding.remedy() == null ? "" : finding.remedy());
        return row;
    }
}
