package dev.jocker.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The options and words that one verb takes. Each declaring method returns the place where the value will be after
 * {@link #parse}:
 *
 * <pre>{@code
 * private final Switch quiet = options.flag("Show image ids only", "-q", "--quiet");
 * private final Text format = options.text("FORMAT", "How to print: table or json", "--format");
 * }</pre>
 *
 * Every verb has {@code --help} without asking. A value that looks like an option is a value ({@code -e -x}), as in
 * docker, and {@code @file} is a word like any other.
 */
public final class Options {
    private final String program;
    private final String synopsis;
    private final String summary;
    /** Made when the first is declared: a verb that reads its words itself does without picocli. */
    private CommandSpec declared;

    private final List<Section> sections = new ArrayList<>();
    private final Words words = new Words();
    private final Switch help;

    /**
     * @param program what is typed before the options: {@code jocker run}
     * @param synopsis what comes after the program's name: {@code [OPTIONS] IMAGE [COMMAND [ARG...]]}
     * @param summary one line
     */
    public Options(String program, String synopsis, String summary) {
        this.program = program;
        this.synopsis = synopsis;
        this.summary = summary;
        sections.add(new Section("Options", new ArrayList<>()));
        help = new Switch(false);
    }

    private CommandSpec declared() {
        if (declared == null) {
            declared = newSpec();
        }
        return declared;
    }

    private CommandSpec newSpec() {
        CommandSpec spec = CommandSpec.create().name(program);
        spec.usageMessage().customSynopsis("jocker ".concat(program).concat(" ").concat(synopsis));
        spec.usageMessage().description(summary.concat("."));
        // Overwritten: the last one of several counts, as everywhere.
        spec.parser()
                .overwrittenOptionsAllowed(true)
                .allowOptionsAsOptionParameters(true)
                .caseInsensitiveEnumValuesAllowed(false);
        PositionalParamSpec.Builder rest = PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .index("0..*")
                .hidden(true)
                .setter(words)
                .getter(words);
        spec.addPositional(rest.build());
        return spec;
    }

    /** Ends option parsing at the first word that is none: what follows the image belongs to the container. */
    public Options stopAtFirstWord() {
        declared().parser().stopAtPositional(true);
        return this;
    }

    /** Begins a part of the option list with a heading of its own. */
    public void section(String heading) {
        sections.add(new Section(heading, new ArrayList<>()));
    }

    /** An option without a value. */
    public Switch flag(String description, String... names) {
        return flag(false, description, names);
    }

    /** An option without a value that is on when nothing is said; {@code --name=false} turns it off. */
    public Switch flagOnByDefault(String description, String... names) {
        return flag(true, description, names);
    }

    /** An option with a value, called {@code label} in the help. */
    public Text text(String label, String description, String... names) {
        Text option = new Text();
        add(valued(option, label, description, names));
        return option;
    }

    /** An option with a value that may be given often. */
    public Texts texts(String label, String description, String... names) {
        Texts option = new Texts();
        add(valued(option, label, description, names));
        return option;
    }

    /** An option whose value may be left out. */
    public OptionalText optionalText(String label, String description, String... names) {
        OptionalText option = new OptionalText();
        add(valued(option, label, description, names).arity("0..1").preprocessor(option));
        return option;
    }

    /** The words that are not options, in order, after {@link #parse}. Not null. */
    public List<String> words() {
        return words.values();
    }

    /**
     * Reads the command line into the declared places.
     *
     * @return whether to go on; false where {@code --help} was asked for
     * @throws OptionException if the command line is wrong
     */
    public boolean parse(List<String> arguments) {
        try {
            commandLine().parseArgs(arguments.toArray(new String[0]));
        } catch (UnmatchedArgumentException e) {
            throw new OptionException(unknown(e.getUnmatched().getFirst()), e);
        } catch (MissingParameterException e) {
            throw new OptionException(missing(e), e);
        } catch (ParameterException e) {
            throw new OptionException(e.getMessage(), e);
        }
        return !help.on();
    }

    /** The text of {@code --help}. */
    public String help(int width) {
        addHelpOption();
        return HelpText.of(declared(), sections, width);
    }

    /** All options as picocli has them; completion and tests read them. */
    public CommandSpec spec() {
        addHelpOption();
        return declared();
    }

    private CommandLine commandLine() {
        addHelpOption();
        return new CommandLine(declared()).setExpandAtFiles(false).setInterpolateVariables(false);
    }

    /** Last, so that it stands last in the list. */
    private void addHelpOption() {
        if (declared().findOption("--help") == null) {
            OptionSpec option = OptionSpec.builder("--help")
                    .type(boolean.class)
                    .usageHelp(true)
                    .arity("0")
                    .description("Print this and exit")
                    .setter(help)
                    .preprocessor(help)
                    .build();
            declared().addOption(option);
            sections.getFirst().options().add(option);
        }
    }

    private Switch flag(boolean byDefault, String description, String... names) {
        Switch option = new Switch(byDefault);
        add(OptionSpec.builder(names)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .setter(option)
                .preprocessor(option));
        return option;
    }

    private static OptionSpec.Builder valued(ISetter setter, String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .setter(setter);
    }

    private void add(OptionSpec.Builder builder) {
        OptionSpec option = builder.build();
        declared().addOption(option);
        sections.getLast().options().add(option);
    }

    private String unknown(String word) {
        String name = word.indexOf('=') < 0 ? word : word.substring(0, word.indexOf('='));
        List<String> names = new ArrayList<>();
        for (OptionSpec option : declared().options()) {
            names.addAll(List.of(option.names()));
        }
        String nearest = name.startsWith("--") ? NearestWord.to(name, names) : null; // a letter is near to any other
        String message = "unknown option: ".concat(word);
        return nearest == null
                ? message
                : message.concat("; did you mean ").concat(nearest).concat("?");
    }

    private static String missing(MissingParameterException e) {
        ArgSpec argument = e.getMissing().getFirst();
        return argument instanceof OptionSpec option
                ? option.longestName().concat(" needs a value: ").concat(option.paramLabel())
                : e.getMessage();
    }

    /** A heading and what stands under it. */
    record Section(String heading, List<OptionSpec> options) {}
}
