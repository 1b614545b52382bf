package dev.jocker.runtime.build;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.RunningContainer;
import dev.jocker.runtime.image.BuildSpace;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.options.Directories;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Builds an image of a Dockerfile.
 *
 * <pre>
 *   Dockerfile ─► BuildPlan ─► a thread for each stage: StageBuild ─► layers in a BuildSpace ─► image
 * </pre>
 *
 * If it fails, the store is as it was, but that steps that were done are known to the next build.
 */
public final class Build {
    private static final int SIGKILL = signal_h.SIGKILL();

    private final Directories directories;
    private final Containers containers;
    private final BuildOptions options;
    private final BuildProgress progress;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<RunningContainer> running = new HashSet<>();
    private final Map<Integer, CompletableFuture<StageState>> stages = new LinkedHashMap<>();
    private boolean cancelled;
    private Throwable failure;

    private BuildContext context;
    private BuildPlan plan;
    private BuildSpace space;
    private Bases bases;

    /** {@code containers} are those of {@code directories}. */
    public Build(Directories directories, Containers containers, BuildOptions options, BuildProgress progress) {
        this.directories = directories;
        this.containers = containers;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Builds.
     *
     * @throws DockerfileException if an instruction makes no sense, or cannot be carried out
     * @throws BuildCancelledException after {@link #cancel}
     * @throws IllegalArgumentException if there is no such target
     */
    public Image run() throws IOException {
        try (BuildSpace made = ImageStore.under(directories.data()).build()) {
            space = made;
            bases = new Bases(directories.data(), containers, made, options);
            read();
            StageState state = stages();
            return export(state);
        }
    }

    private Image export(StageState state) throws IOException {
        int exporting = begin("exporting to image");
        try {
            Image image = space.finish(state.layers(), state.complete(), options.names());
            progress.note(exporting, "writing image " + image.id());
            options.names().forEach(name -> progress.note(exporting, "naming to " + name));
            progress.done(exporting);
            return image;
        } catch (IOException | RuntimeException e) {
            progress.failed(exporting);
            throw e;
        }
    }

    private void read() throws IOException {
        int reading = begin("[internal] load build definition");
        try {
            context = BuildContext.of(options, space);
            Dockerfile dockerfile = Dockerfile.parse(context.file(), context.text());
            plan = BuildPlan.of(dockerfile, options.target(), options.arguments(), platformArguments());
            warnOfArguments(dockerfile);
            progress.done(reading);
        } catch (IOException | RuntimeException e) {
            progress.failed(reading);
            throw e;
        }
    }

    /** Whether a stream begins a tar archive, compressed or not; it is then at its beginning again. */
    public static boolean isArchive(BufferedInputStream stream) throws IOException {
        return Copying.isArchive(stream);
    }

    /** Ends it: {@link #run} fails soon, and leaves nothing. */
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            for (RunningContainer each : running) {
                kill(each);
            }
        }
    }

    private static void kill(RunningContainer container) {
        try {
            container.signal(SIGKILL);
        } catch (IOException e) {
            // it has ended meanwhile
        }
    }

    private StageState stages() throws IOException {
        for (Stage stage : plan.stages()) {
            stages.put(stage.index(), new CompletableFuture<>());
        }
        Map<Integer, Thread> threads = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            threads.put(
                    stage.index(),
                    Thread.ofPlatform().name("jocker-build-" + stage.title()).start(() -> build(stage)));
        }
        for (Thread each : threads.values()) {
            join(each);
        }
        return switch (failure) {
            case null -> stages.get(plan.target()).join();
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(failure);
        };
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // who went away would leave containers to nobody
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void build(Stage stage) {
        CompletableFuture<StageState> result = stages.get(stage.index());
        try {
            result.complete(new StageBuild(this, stage).run());
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            result.completeExceptionally(e);
        }
    }

    /** The first failure is why; the others follow from it. */
    private void fail(Throwable e) {
        synchronized (this) {
            if (failure == null || failure instanceof BuildCancelledException) {
                failure = e;
            }
        }
        cancel();
    }

    /** Waits for a stage. */
    StageState stage(int index) {
        try {
            return stages.get(index).join();
        } catch (CompletionException e) {
            throw new BuildCancelledException();
        }
    }

    /** Notes a container, that the end of the build ends. */
    void started(RunningContainer container) {
        synchronized (this) {
            running.add(container);
            if (cancelled) {
                kill(container);
            }
        }
    }

    void ended(RunningContainer container) {
        synchronized (this) {
            running.remove(container);
        }
        check();
    }

    boolean isCancelled() {
        synchronized (this) {
            return cancelled;
        }
    }

    /** Does not return where the build is to end. */
    void check() {
        if (isCancelled()) {
            throw new BuildCancelledException();
        }
    }

    int begin(String title) {
        int number = numbers.incrementAndGet();
        progress.begin(number, title);
        return number;
    }

    BuildOptions options() {
        return options;
    }

    BuildProgress progress() {
        return progress;
    }

    BuildContext context() {
        return context;
    }

    BuildPlan plan() {
        return plan;
    }

    BuildSpace space() {
        return space;
    }

    Bases bases() {
        return bases;
    }

    Containers containers() {
        return containers;
    }

    ImageStore store() {
        return ImageStore.under(directories.data());
    }

    Platform platform() {
        return options.platform() == null ? Bases.thisMachine() : options.platform();
    }

    /** What ARG finds without a value. */
    Map<String, String> platformArguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        put(arguments, "TARGET", platform());
        put(arguments, "BUILD", Bases.thisMachine());
        return arguments;
    }

    private static void put(Map<String, String> arguments, String prefix, Platform platform) {
        arguments.put(prefix + "PLATFORM", platform.toString());
        arguments.put(prefix + "OS", platform.os());
        arguments.put(prefix + "ARCH", platform.architecture());
        arguments.put(prefix + "VARIANT", platform.variant() == null ? "" : platform.variant());
    }

    private void warnOfArguments(Dockerfile dockerfile) {
        Set<String> unknown = new TreeSet<>(options.arguments().keySet());
        unknown.removeIf(Variables::isProxy);
        for (Dockerfile.Step step : dockerfile.steps()) {
            if (step.instruction() instanceof Instruction.Arg arg) {
                arg.variables().forEach(each -> unknown.remove(each.name()));
            }
        }
        if (!unknown.isEmpty()) {
            progress.warning("no ARG declares what --build-arg sets: " + String.join(", ", unknown));
        }
    }
}
