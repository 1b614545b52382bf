package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.image.ImageException;
import dev.jocker.runtime.image.LayerContents;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.image.StoredLayer;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries the instructions of one stage out, one after the other. */
final class StageBuild {
    private final Build build;
    private final Stage stage;
    private int done;
    private int count;
    private StageState state;
    private ConfigEdit edit;
    private Variables variables;
    /** Where it is said who the user is. */
    private String userPlace = "the base image's user";

    private int number;

    StageBuild(Build build, Stage stage) {
        this.build = build;
        this.stage = stage;
    }

    StageState run() throws IOException {
        count = 1;
        for (Dockerfile.Step step : stage.steps()) {
            count += makesLayer(step.instruction()) ? 1 : 0;
        }
        List<Dockerfile.Step> steps = new ArrayList<>(from());
        steps.addAll(stage.steps());
        for (Dockerfile.Step step : steps) {
            build.check();
            guarded(step.statement(), () -> apply(step));
        }
        if (stage.index() == build.plan().target()) {
            labels();
        }
        return state;
    }

    private static boolean makesLayer(Instruction instruction) {
        return instruction instanceof Instruction.Run
                || instruction instanceof Instruction.Copy
                || instruction instanceof Instruction.Workdir;
    }

    /** Something that may fail. */
    interface Work {
        void run() throws IOException;
    }

    /** Failures get the place in the file, and end the step that is shown. */
    private void guarded(Statement statement, Work work) throws IOException {
        number = 0;
        try {
            work.run();
        } catch (BuildCancelledException e) {
            if (number > 0) {
                build.progress().failed(number);
            }
            throw e;
        } catch (DockerfileException e) {
            failed(statement);
            throw e;
        } catch (UncheckedIOException e) {
            failed(statement);
            throw DockerfileException.at(statement, message(e.getCause()), e);
        } catch (IOException | ContainerException | ImageException | IllegalArgumentException e) {
            failed(statement);
            throw DockerfileException.at(statement, message(e), e);
        } catch (RuntimeException e) {
            failed(statement);
            throw e;
        }
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** What is not shown as long as it goes well, is shown when it does not. */
    private void failed(Statement statement) {
        if (number == 0) {
            String name = build.plan().stages().size() > 1 ? "[" + stage.title() + "] " : "";
            number = build.begin(name + statement);
        }
        build.progress().failed(number);
    }

    /** Begins a step that is shown. */
    private void begin(String text) {
        done++;
        String name = build.plan().stages().size() > 1 ? stage.title() + " " : "";
        number = build.begin("[" + name + done + "/" + Math.max(count, done) + "] " + text);
    }

    int number() {
        return number;
    }

    Build build() {
        return build;
    }

    StageState state() {
        return state;
    }

    ConfigEdit edit() {
        return edit;
    }

    Variables variables() {
        return variables;
    }

    Stage stage() {
        return stage;
    }

    /** What it begins with; the triggers of that are to be carried out first. */
    private List<Dockerfile.Step> from() throws IOException {
        List<Dockerfile.Step> triggers = new ArrayList<>();
        if (stage.base() instanceof Stage.Base.Earlier(var index)) {
            state = build.stage(index);
        } else {
            guarded(stage.from(), () -> {
                begin(stage.from().toString());
                state = base();
                build.progress().done(number);
            });
        }
        JsonObject config = state.complete().config(); // a copy: other stages may begin with the same
        if (!(stage.base() instanceof Stage.Base.Earlier)) {
            triggers = triggers(config);
        }
        state = new StageState(state.base(), state.layers(), state.configuration(), config);
        edit = new ConfigEdit(config);
        if (edit.environment("PATH") == null) { // as docker, in each image that is built
            edit.addEnvironment("PATH", Variables.USUAL_PATH);
        }
        variables = new Variables(build.options().arguments(), build.plan().globals(), build.platformArguments(), edit);
        return triggers;
    }

    private StageState base() throws IOException {
        Platform platform = platform();
        return switch (stage.base()) {
            case Stage.Base.Scratch() -> Bases.scratch(platform);
            case Stage.Base.Image(var reference) ->
                build.bases()
                        .image(reference, platform, line -> build.progress().note(number, line), build::isCancelled);
            case Stage.Base.Earlier _ -> throw new IllegalStateException("an earlier stage is no image");
        };
    }

    private Platform platform() {
        if (stage.platform() == null || stage.platform().isEmpty()) {
            return build.platform();
        }
        Platform platform = Platform.parse(stage.platform());
        if (platform == null) {
            throw new IllegalArgumentException("--platform is OS/ARCHITECTURE[/VARIANT], not " + stage.platform());
        }
        return platform;
    }

    /** Takes them out of {@code config}: they are for the first image that is built of it, and not for those built of that. */
    private List<Dockerfile.Step> triggers(JsonObject config) throws DockerfileException {
        List<Dockerfile.Step> triggers = new ArrayList<>();
        for (String text : config.texts("OnBuild")) {
            String name = "ONBUILD of " + ((Stage.Base.Image) stage.base()).reference();
            for (Statement statement : DockerfileReader.read(name, text)) {
                triggers.add(new Dockerfile.Step(statement, InstructionReader.read(statement)));
            }
        }
        config.remove("OnBuild");
        return triggers;
    }

    private void apply(Dockerfile.Step step) throws IOException {
        var sources = new Sources(this, step.statement());
        switch (step.instruction()) {
            case Instruction.Arg arg -> {
                variables.declare(step.statement(), arg);
                state = state.with(variables.text(arg));
            }
            case Instruction.Run run -> {
                sources.awaitAll(run);
                begin(step.statement().toString());
                new RunStep(this, step.statement(), run).run();
            }
            case Instruction.Copy copy -> {
                sources.await(copy.flags().from());
                begin(step.statement().toString());
                new CopyStep(this, step.statement(), copy).run();
            }
            case Instruction.Workdir _ -> {
                begin(step.statement().toString());
                String text = HistoryText.of(step, edit, variables::value);
                edit.apply(step, variables::value);
                workingDirectory(text);
            }
            case Instruction.Maintainer maintainer ->
                state = state.withAuthor(variables.expand(step.statement(), maintainer.name()))
                        .with(step.statement().toString());
            default -> {
                String text = HistoryText.of(step, edit, variables::value);
                edit.apply(step, variables::value);
                if (step.instruction() instanceof Instruction.User) {
                    userPlace = "USER of line " + step.statement().line();
                }
                state = state.with(text);
            }
        }
    }

    /** It is there from here on, as the user's who is so far. */
    private void workingDirectory(String text) throws IOException {
        String path = edit.workingDirectory();
        RootView view = view();
        if (view.find(path).kind() != RootView.Kind.MISSING) {
            state = state.with(text);
            build.progress().done(number);
            return;
        }
        Owners.Owner owner = user(view);
        String key = key().add("WORKDIR")
                .add(path)
                .add(owner.uid() + ":" + owner.gid())
                .text();
        layer(key, text, layer -> {
            var files = new LayerFiles(view, layer, owner.uid(), owner.gid(), time());
            files.directory(path.substring(1));
        });
    }

    /** Who commands are, and own what is made. */
    Owners.Owner user(RootView view) throws IOException {
        String user = edit.config().text("User");
        return Owners.of(view, user == null ? "" : user, userPlace);
    }

    private void labels() {
        Map<String, String> labels = build.options().labels();
        if (!labels.isEmpty()) {
            JsonObject all = edit.config().object("Labels");
            labels.forEach(all::put);
            edit.config().put("Labels", all);
            var text = new StringBuilder("LABEL");
            labels.forEach(
                    (name, value) -> text.append(' ').append(name).append('=').append(value));
            state = state.with(text.toString());
        }
    }

    /** The files so far. */
    RootView view() throws IOException {
        return build.bases().view(state);
    }

    /** The beginning of a step's key. */
    StepKey key() {
        Instant moment = build.options().moment();
        return StepKey.on(state.base(), state.layers())
                .add(state.configuration().architecture())
                .add(moment == null ? "" : moment.toString());
    }

    /** Of what is made and has no time of its own: seconds since 1970. */
    long time() {
        Instant moment = build.options().moment();
        return moment == null ? 0 : moment.getEpochSecond();
    }

    /** Takes over what came of the step when it was done before; false if it has to be done. */
    boolean takeCached(String key, String createdBy) throws IOException {
        StoredLayer cached = build.options().cached() ? build.space().find(key) : null;
        if (cached == null) {
            return false;
        }
        state = state.with(cached, createdBy);
        build.progress().cached(number);
        return true;
    }

    /** Ends the step with a layer: the one that it came to before, or {@code contents}. */
    void layer(String key, String createdBy, LayerContents contents) throws IOException {
        if (!takeCached(key, createdBy)) {
            make(key, createdBy, contents);
        }
    }

    void make(String key, String createdBy, LayerContents contents) throws IOException {
        Instant moment = build.options().moment();
        Instant created = moment == null ? Instant.now() : moment;
        StoredLayer made = build.space().add(key, layer -> contents.writeTo(notLater(layer)), created);
        state = state.with(made, createdBy);
        build.progress().done(number);
    }

    private Destination notLater(Destination layer) {
        Instant moment = build.options().moment();
        return moment == null ? layer : new NotLater(layer, moment.getEpochSecond());
    }
}
