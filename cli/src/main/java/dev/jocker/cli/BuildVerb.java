package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.build.Build;
import dev.jocker.runtime.build.BuildCancelledException;
import dev.jocker.runtime.build.BuildOptions;
import dev.jocker.runtime.build.BuildOptions.Context;
import dev.jocker.runtime.build.BuildOptions.Source;
import dev.jocker.runtime.image.ImageException;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.NetworkOption;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jocker build [-t NAME] CONTEXT}. */
final class BuildVerb extends Verb {
    private static final String EPOCH = "SOURCE_DATE_EPOCH";
    private static final String STDIN = "-";
    /** docker's, and a shell's, after Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private final Texts names = options.texts("NAME[:TAG]", "What to call the image", "-t", "--tag");
    private final Text file = options.text(
            "FILE", "The Dockerfile; CONTEXT/Dockerfile if not given, - for standard input", "-f", "--file");
    private final Text target = options.text("STAGE", "The stage to build; the last one if not given", "--target");
    private final Texts arguments =
            options.texts("NAME[=VALUE]", "Set an ARG; without a value, to that of the environment", "--build-arg");
    private final Texts labels = options.texts("NAME=VALUE", "Give the image a label", "--label");
    private final Switch noCache = options.flag("Do every step again", "--no-cache");
    private final Switch pull = options.flag("Ask registries for newer base images", "--pull");
    private final Text platform = options.text("PLATFORM", "For another machine than this: linux/arm64", "--platform");
    private final Text network = options.text(
            "NETWORK",
            "A network's name for RUN, or none or host; $JOCKER_NETWORK or bridge if not given",
            "--network");
    private final Texts hosts = options.texts("NAME:ADDRESS", "Line for /etc/hosts of RUN", "--add-host");
    private final Texts secrets = options.texts(
            "id=NAME[,src=FILE|,env=NAME]", "What RUN --mount=type=secret shows, and no image has", "--secret");
    private final Text idFile = options.text("FILE", "Write the image's id to this file", "--iidfile");
    private final Switch quiet = options.flag("Print the image's id only", "-q", "--quiet");
    private final Text progress = options.text("HOW", "How it is shown: auto, plain, tty or quiet", "--progress");
    private final RegistryOptions registry = new RegistryOptions(options);

    BuildVerb() {
        super(Command.BUILD, "[OPTIONS] CONTEXT | -");
        options.flag("It is so anyway; scripts written for docker say it", "--load", "--rm", "--force-rm");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes the directory that COPY takes files from, or - for standard input");
        }
        BuildScreen screen = BuildScreen.of(quiet.on() ? "quiet" : progress.or("auto"), console);
        BuildOptions how = buildOptions(console);
        Path ids = idFile.given() ? path("--iidfile", idFile.value()) : null;
        if (ids != null) {
            Files.deleteIfExists(ids); // that of a build before says nothing of this one
        }
        try (screen) {
            String id = engine.making().build(how, screen);
            screen.end(true);
            if (ids != null) {
                Files.writeString(ids, id);
            }
            if (quiet.on()) {
                console.out().println(id);
            }
            return ExitStatus.SUCCESS;
        } catch (BuildCancelledException e) {
            screen.end(false);
            console.failures().failed(e);
            return INTERRUPTED;
        } catch (IOException | ImageException e) {
            screen.end(false);
            throw e;
        } catch (IllegalArgumentException e) {
            screen.end(false);
            throw new IOException(e.getMessage(), e);
        }
    }

    private BuildOptions buildOptions(Console console) throws IOException {
        String word = options.words().getFirst();
        boolean textFollows = file.given() && file.value().equals(STDIN);
        if (textFollows && word.equals(STDIN)) {
            throw new OptionException("standard input cannot be both the context and the Dockerfile");
        }
        Source dockerfile = null;
        Context context;
        if (textFollows) {
            dockerfile = new Source.Text(new String(console.in().readAllBytes(), StandardCharsets.UTF_8));
        } else if (file.given()) {
            dockerfile = new Source.File(path("--file", file.value()));
        }
        if (word.equals(STDIN)) {
            var stream = new BufferedInputStream(console.in());
            if (Build.isArchive(stream)) {
                context = new Context.Archive(stream);
            } else {
                context = new Context.Nothing();
                dockerfile = new Source.Text(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        } else {
            context = new Context.Directory(directory(word));
        }
        Map<String, String> given = arguments();
        String target = this.target.given() ? this.target.value() : null;
        return new BuildOptions(
                context,
                dockerfile,
                target,
                given,
                PullVerb.platform(platform),
                !noCache.on(),
                pull.on(),
                names(),
                labels(),
                network(),
                hosts(),
                moment(given),
                BuildSecrets.read(secrets.values()),
                registry.access());
    }

    private static Path directory(String word) {
        if (word.contains("://") || word.startsWith("git@")) {
            throw new OptionException("a context from elsewhere is not supported: fetch " + word
                    + ", and give the directory, or an archive on standard input");
        }
        Path path = path("CONTEXT", word);
        if (!Files.isDirectory(path)) {
            throw new OptionException("the context " + word + " is not a directory");
        }
        return path.toAbsolutePath();
    }

    private static Path path(String option, String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new OptionException(option + ": " + e.getMessage(), e);
        }
    }

    private List<ImageReference> names() {
        List<ImageReference> references = new ArrayList<>();
        for (String name : names.values()) {
            try {
                references.add(ImageReference.parse(name).chosen());
            } catch (ImageException.InvalidReference e) {
                throw new OptionException("--tag: " + e.getMessage(), e);
            }
        }
        return references;
    }

    private Map<String, String> arguments() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String word : arguments.values()) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.isEmpty()) {
                throw new OptionException("--build-arg \"" + word + "\": expected NAME=VALUE or NAME");
            }
            String value = equals < 0 ? OriginalText.environment(name) : word.substring(equals + 1);
            if (value != null) {
                given.put(name, value);
            }
        }
        return given;
    }

    private Map<String, String> labels() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String word : labels.values()) {
            int equals = word.indexOf('=');
            if (equals == 0 || word.isEmpty()) {
                throw new OptionException("--label \"" + word + "\": expected NAME=VALUE");
            }
            all.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        }
        return all;
    }

    private String network() {
        String wanted = network.given() ? network.value() : NetworkOptions.usual();
        try {
            NetworkOption.parse(wanted);
            return wanted;
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    private List<HostEntry> hosts() {
        List<HostEntry> entries = new ArrayList<>();
        for (String word : hosts.values()) {
            try {
                entries.add(HostEntry.parse(word));
            } catch (IllegalArgumentException e) {
                throw new OptionException(e.getMessage(), e);
            }
        }
        return entries;
    }

    /** As reproducible-builds.org has it: what is built of the same does not depend on when. */
    private static Instant moment(Map<String, String> given) {
        String seconds = given.getOrDefault(EPOCH, OriginalText.environment(EPOCH));
        try {
            return seconds == null || seconds.isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            throw new OptionException(EPOCH + " is a number of seconds since 1970, not " + seconds, e);
        }
    }
}
