package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of containers, eight at a time, each made, started and removed: nothing is left, and what it takes is printed. */
@NeedsRoot
@Tag("soak")
@Timeout(value = 20, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DetachedSoakIT {
    private static final int AT_A_TIME = 8;

    @TempDir
    Path directory;

    private FaultRoom room;

    @BeforeEach
    void makeRoom() throws IOException {
        room = new FaultRoom(directory);
    }

    @AfterEach
    void closeRoom() throws IOException {
        room.close();
    }

    @Test
    void detachedStartsLeaveNothing() throws Exception {
        RunOptions options = room.options(FaultRoom.Kind.PLAIN).build();
        Containers containers = room.containers(Faults.NONE);
        run(containers, options, AT_A_TIME * 2); // the JVM settles
        HostSnapshot before = room.snapshot();
        int times = Soak.times(100, 500);
        long[] nanos = run(containers, options, times);

        assertThat(HostSnapshot.changes(before, room::snapshot)).isEmpty();
        assertThat(containers.list()).isEmpty();
        int part = times / 10;
        System.out.printf(
                "%d detached starts and removals, %d at a time: median %.1f ms of the first %d, %.1f ms of the last%n",
                times,
                AT_A_TIME,
                median(Arrays.copyOf(nanos, part)),
                part,
                median(Arrays.copyOfRange(nanos, times - part, times)));
    }

    /** What each took, in the order in which they began. */
    private static long[] run(Containers containers, RunOptions options, int times) throws Exception {
        var nanos = new long[times];
        var next = new AtomicInteger();
        Callable<Void> starter = () -> {
            for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                long begun = System.nanoTime();
                Container container = containers.create(options);
                container.start();
                assertThat(container.snapshot().status()).isEqualTo(ContainerStatus.RUNNING);
                container.remove(new RemoveRequest(true, false));
                nanos[i] = System.nanoTime() - begun;
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<Void>> ends = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                ends.add(threads.submit(starter));
            }
            for (Future<Void> end : ends) {
                end.get();
            }
        }
        return nanos;
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1e6;
    }
}
