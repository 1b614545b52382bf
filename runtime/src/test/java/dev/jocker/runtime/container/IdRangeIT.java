package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.options.Directories;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class IdRangeIT {
    @TempDir
    Path directory;

    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @Test
    void rangesDoNotOverlapAndAreFreeAgain() throws IOException {
        Directories directories = directories();
        try (ContainerDirectory one = ContainerDirectory.create(directories, ONE);
                ContainerDirectory two = ContainerDirectory.create(directories, TWO);
                IdRange first = IdRange.take(directories, ONE)) {
            long taken;
            try (IdRange second = IdRange.take(directories, TWO)) {
                taken = second.first();
                assertThat(taken).isGreaterThanOrEqualTo(first.first() + IdRange.SIZE);
            }
            try (IdRange again = IdRange.take(directories, TWO)) {
                assertThat(again.first()).isEqualTo(taken);
            }
            assertThat(one.path()).isNotEqualTo(two.path());
        }
        assertThat(directories.idRanges()).isEmptyDirectory();
    }

    @Test
    void aRangeWhoseContainerIsNobodysIsAnothers() throws IOException {
        Directories directories = directories();
        long left = IdRange.take(directories, ONE).first();
        try (ContainerDirectory _ = ContainerDirectory.create(directories, TWO);
                IdRange taken = IdRange.take(directories, TWO)) {
            assertThat(taken.first()).isEqualTo(left);
        }
    }

    @Test
    void sweepingForgetsRangesThatNobodyHas() throws IOException {
        Directories directories = directories();
        long left = IdRange.take(directories, ONE).first();
        assertThat(IdRange.ranges(directories).sweep()).containsExactly(Long.toString(left));
        assertThat(directories.idRanges()).isEmptyDirectory();
    }

    private Directories directories() {
        return new Directories(directory.resolve("data"), directory.resolve("run"));
    }
}
