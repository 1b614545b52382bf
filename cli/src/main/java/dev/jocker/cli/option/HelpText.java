package dev.jocker.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lays out the help of one verb: usage, one line on what it does, its options under their headings. */
final class HelpText {
    private HelpText() {}

    static String of(CommandSpec spec, List<Options.Section> sections, int width) {
        CommandLine commandLine = new CommandLine(spec).setInterpolateVariables(false);
        commandLine.setUsageHelpWidth(Math.max(width, 55)); // picocli refuses less
        commandLine.setUsageHelpLongOptionsMaxWidth(Math.min(24, width / 2));
        ColorScheme plain = new ColorScheme.Builder(Ansi.OFF).build();
        Help help = commandLine.getHelpFactory().create(spec, plain);
        var text = new StringBuilder("Usage: ");
        text.append(spec.usageMessage().customSynopsis()[0]).append(System.lineSeparator());
        text.append(System.lineSeparator()).append(help.description());
        List<OptionSpec> all = new ArrayList<>();
        for (Options.Section section : sections) {
            all.addAll(section.options());
        }
        for (Options.Section section : sections) {
            if (section.options().isEmpty()) {
                continue;
            }
            // Laid out as if all were one list, so that the columns of the sections stand below each other.
            Layout layout = help.createDefaultLayout(all, List.of(), plain);
            layout.addOptions(section.options(), new Labels());
            text.append(System.lineSeparator())
                    .append(section.heading())
                    .append(':')
                    .append(System.lineSeparator());
            text.append(layout);
        }
        return text.toString();
    }

    /** {@code -e, --env KEY=VALUE}: picocli's own would write {@code --env=KEY=VALUE}. */
    private static final class Labels implements IParamLabelRenderer {
        @Override
        public Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<Ansi.IStyle> styles) {
            String label = argument.paramLabel();
            if (argument.typeInfo().isBoolean()) {
                return ansi.text("");
            }
            return ansi.text(argument.arity().min() == 0 ? "[=" + label + "]" : " " + label);
        }

        @Override
        public String separator() {
            return " ";
        }
    }
}
