package dev.jocker.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One owner at a time, and no file afterwards. */
@Timeout(60)
class LockFileIT {
    private static final int ROUNDS = 2_000;

    @TempDir
    Path directory;

    @Test
    void oneHasItAndThenTheNext() throws IOException {
        Path path = directory.resolve("lock");
        try (LockFile mine = LockFile.tryTake(path)) {
            assertThat(mine).isNotNull();
            assertThat(LockFile.tryTake(path)).isNull();
            assertThat(path).exists();
        }
        assertThat(directory).isEmptyDirectory();
        try (LockFile next = LockFile.tryTake(path)) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void whatAKilledOwnerLeftIsTaken() throws IOException {
        Path path = Files.createFile(directory.resolve("lock"));
        try (LockFile mine = LockFile.tryTake(path)) {
            assertThat(mine).isNotNull();
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** Who locks a file that its owner has just deleted has nothing: the next would make another. */
    @Test
    void neverHaveTwoItAtOnce() throws Exception {
        Path path = directory.resolve("lock");
        var owners = new AtomicInteger();
        var taken = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        try (LockFile lock = LockFile.tryTake(path)) {
                            if (lock != null) {
                                assertThat(owners.incrementAndGet()).isEqualTo(1);
                                taken.incrementAndGet();
                                Thread.onSpinWait();
                                owners.decrementAndGet();
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(taken.get()).isPositive();
        assertThat(directory).isEmptyDirectory();
    }
}
