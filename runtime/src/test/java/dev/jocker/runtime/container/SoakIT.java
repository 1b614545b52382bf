package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of starts in one JVM, from several threads, while others keep the collector and the compiler at work: a child that ran
 * Java, or shared a lock with it, would hang at the first safepoint. None hangs, and none leaves anything.
 */
@NeedsRoot
@Tag("soak")
class SoakIT {
    private static final int STARTERS = 3;
    private static final int PATIENCE_SECONDS = 90;

    /** What the JDK maps for itself while it is at work: arenas, stacks, code. A leak of one a start would be far more. */
    private static final int OWN_MAPPINGS = 120;

    @TempDir
    Path directory;

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    @Test
    void startsNeitherHangNorLeak() throws Exception {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        RunOptions options = RunOptions.rootfs(Busybox.rootIn(directory.resolve("root")))
                .command("/bin/true")
                .build();
        int times = Soak.times(300, 10_000);
        List<Thread> disturbers = List.of(begin("collector", this::collect), begin("compiler", this::compile));
        try {
            run(directories, options, STARTERS * 10); // the JVM settles
            HostSnapshot before = HostSnapshot.withOwn(directory);
            int mappings = mappings().size();
            long executable = executable();
            run(directories, options, times);

            assertThat(HostSnapshot.changes(before, () -> HostSnapshot.withOwn(directory)))
                    .isEmpty();
            assertThat(mappings().size() - mappings).isLessThan(OWN_MAPPINGS);
            assertThat(executable() - executable).isLessThan(10);
        } finally {
            stopped = true;
            for (Thread disturber : disturbers) {
                disturber.join();
            }
        }
    }

    /** Starts {@code times} containers, shared among the starters. One that makes no progress is a hang. */
    private void run(Directories directories, RunOptions options, int times) throws Exception {
        done.set(0);
        var left = new AtomicInteger(times);
        List<Thread> starters = new ArrayList<>();
        for (int i = 0; i < STARTERS; i++) {
            starters.add(begin("starter", () -> {
                Containers containers = Containers.in(directories);
                while (left.getAndDecrement() > 0 && failure.get() == null) {
                    try (RunningContainer container = containers.start(options, Stdio.none())) {
                        assertThat(container.await()).isEqualTo(new Processes.Ending(false, 0));
                    }
                    done.incrementAndGet();
                }
            }));
        }
        for (Thread starter : starters) {
            int seen = -1;
            while (!starter.join(java.time.Duration.ofSeconds(PATIENCE_SECONDS))) {
                if (done.get() == seen) {
                    fail("no start ended in " + PATIENCE_SECONDS + " seconds, after " + seen + ":\n" + stacks());
                }
                seen = done.get();
            }
        }
        assertThat(failure.get()).isNull();
        assertThat(done).hasValue(times);
    }

    private interface Task {
        void run() throws Exception;
    }

    private Thread begin(String name, Task task) {
        return Thread.ofPlatform().daemon().name("soak-" + name).start(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Allocates, and stops the world. */
    private void collect() throws InterruptedException {
        List<byte[]> held = new ArrayList<>();
        while (!stopped) {
            held.add(new byte[100_000]);
            if (held.size() > 50) {
                held.clear();
                System.gc();
                Thread.sleep(20);
            }
        }
    }

    /** Loads a class again and again, each time in a new loader, and keeps it busy until the compiler takes it. */
    private void compile() throws Exception {
        byte[] bytes;
        try (InputStream file = SoakIT.class.getResourceAsStream("SoakIT$Hot.class")) {
            bytes = file.readAllBytes();
        }
        while (!stopped) {
            var loader = new ClassLoader(SoakIT.class.getClassLoader()) {
                Class<?> define() {
                    return defineClass(null, bytes, 0, bytes.length);
                }
            };
            var hot = (LongUnaryOperator) loader.define().getConstructor().newInstance();
            long value = 1;
            for (int i = 0; i < 20_000; i++) {
                value = hot.applyAsLong(value);
            }
            assertThat(value).isNotZero();
            Thread.sleep(1);
        }
    }

    /** Something for the compiler. */
    public static final class Hot implements LongUnaryOperator {
        @Override
        public long applyAsLong(long operand) {
            long value = operand | 1;
            for (int i = 0; i < 50; i++) {
                value = value * 6_364_136_223_846_793_005L + i;
            }
            return value | 1;
        }
    }

    private static List<String> mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps"));
    }

    /** Executable memory without a file: Jocker's own, once, and the JVM's code cache. */
    private static long executable() throws IOException {
        return mappings().stream()
                .filter(line -> line.split(" +", -1)[1].contains("x") && !line.contains("/"))
                .count();
    }

    private static String stacks() {
        var text = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            text.append(thread);
        }
        return text.toString();
    }
}
