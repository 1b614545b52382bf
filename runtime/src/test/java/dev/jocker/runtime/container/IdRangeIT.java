package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class IdRangeIT {
    @TempDir
    Path directory;

    @Test
    void rangesDoNotOverlapAndAreFreeAgain() throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        try (IdRange one = IdRange.take(directories)) {
            long taken;
            try (IdRange two = IdRange.take(directories)) {
                taken = two.first();
                assertThat(taken).isGreaterThanOrEqualTo(one.first() + IdRange.SIZE);
            }
            try (IdRange again = IdRange.take(directories)) {
                assertThat(again.first()).isEqualTo(taken);
            }
        }
        assertThat(directories.idRanges()).isEmptyDirectory();
    }
}
