package dev.jocker.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchRootTest {
    private static final int FIRST_SEGMENT_TYPE = 64;

    @Test
    void theSmallProgramRuns(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("true");
        Files.write(file, BenchRoot.exitingElf(System.getProperty("os.arch")));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThat(new ProcessBuilder(file.toString()).start().waitFor()).isZero();
    }

    @Test
    void aProgramThatAsksForAnInterpreterIsNotStatic() {
        byte[] elf = BenchRoot.exitingElf("aarch64");
        assertThat(BenchRoot.isStatic(elf)).isTrue();
        elf[FIRST_SEGMENT_TYPE] = 3; // PT_INTERP
        assertThat(BenchRoot.isStatic(elf)).isFalse();
    }

    @Test
    void whatIsNoElfFileIsNotStatic() {
        assertThat(BenchRoot.isStatic(new byte[0])).isFalse();
        assertThat(BenchRoot.isStatic("#!/bin/sh\n".repeat(10).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void theRootHasWhatAContainerMountsOver(@TempDir Path directory) throws Exception {
        Path root = BenchRoot.make(directory.resolve("root"));
        assertThat(root.resolve("bin/true")).isExecutable();
        assertThat(root.resolve("proc")).isEmptyDirectory();
        assertThat(root.resolve("etc/hosts")).isEmptyFile();
    }
}
