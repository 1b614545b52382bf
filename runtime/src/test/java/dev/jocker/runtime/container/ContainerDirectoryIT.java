package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dead owner left is taken away; what a live one has is not. */
@NeedsRoot
class ContainerDirectoryIT {
    private static final String ID = "c0ffee".repeat(10) + "abcd";

    @TempDir
    Path directory;

    @Test
    void sweepingSparesTheLiving() throws IOException {
        Directories directories = directories();
        try (ContainerDirectory mine = ContainerDirectory.create(directories, ID)) {
            Sweep.run(directories);
            assertThat(mine.path()).isDirectory();
        }
        assertThat(directories.containers().resolve(ID)).doesNotExist();
        assertThat(directories.locks().resolve(ID)).doesNotExist();
    }

    @Test
    void sweepingTakesAwayWhatNobodyHolds() throws IOException {
        Directories directories = directories();
        leaveBehind(directories);
        Sweep.run(directories);

        assertThat(directories.containers()).isEmptyDirectory();
        assertThat(directories.locks()).isEmptyDirectory();
    }

    @Test
    void sweepingEndsTheProcessThatWasLeft() throws Exception {
        Directories directories = directories();
        Process left = new ProcessBuilder("sleep", "1000").start();
        try {
            // The note of another container's directory, of which we are the owner that died.
            try (ContainerDirectory other = ContainerDirectory.create(directories, ID.replace('c', 'd'))) {
                other.notePid((int) left.pid());
                Files.copy(other.path().resolve("pid"), leaveBehind(directories).resolve("pid"));
            }
            Sweep.run(directories);
            assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            left.destroyForcibly().waitFor();
        }
        assertThat(directories.containers()).isEmptyDirectory();
    }

    @Test
    void aProcessThatHasThePidOfAnotherIsSpared() throws Exception {
        Directories directories = directories();
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        try {
            String[] words = note((int) stranger.pid()).split(" ");
            for (String other : new String[] {
                words[0] + " 1 " + words[2], words[0] + " " + words[1] + " another-boot", words[0] + " " + words[1]
            }) {
                Files.writeString(leaveBehind(directories).resolve("pid"), other);
                Sweep.run(directories);
                assertThat(stranger.isAlive()).as(other).isTrue();
            }
        } finally {
            stranger.destroyForcibly().waitFor();
        }
        assertThat(directories.containers()).isEmptyDirectory();
    }

    /** What is noted of a process. */
    private String note(int pid) throws IOException {
        try (ContainerDirectory other = ContainerDirectory.create(directories(), ID.replace('c', 'b'))) {
            other.notePid(pid);
            return Files.readString(other.path().resolve("pid"));
        }
    }

    /** As after the power failed. */
    @ParameterizedTest
    @ValueSource(strings = {"", "17", "x y z", " ", "99999999999 1 x"})
    void aNoteThatIsNoneIsNoObstacle(String note) throws IOException {
        Directories directories = directories();
        Files.writeString(leaveBehind(directories).resolve("pid"), note);
        Sweep.run(directories);

        assertThat(directories.containers()).isEmptyDirectory();
    }

    @Test
    void whatIsNoContainersIsLeftAlone() throws IOException {
        Directories directories = directories();
        Path other = Files.createDirectories(directories.containers().resolve("notes"));
        Sweep.run(directories);

        assertThat(other).isDirectory();
    }

    /** Deeper than a path may be long, {@code path_resolution(7)}, as a container can make it. */
    @Test
    void sweepingTakesAwayTreesThatNoPathReaches() throws IOException {
        Directories directories = directories();
        deepen(Files.createDirectory(leaveBehind(directories).resolve("root")), 100);
        Sweep.run(directories);

        assertThat(directories.containers()).isEmptyDirectory();
    }

    /** Built from below: each step moves the tree that there is into a new directory. */
    private static void deepen(Path root, int levels) throws IOException {
        Path tree = Files.createDirectory(root.resolve("n".repeat(100)));
        Files.writeString(tree.resolve("file"), "x");
        for (int level = 1; level < levels; level++) {
            Path above = Files.createDirectory(root.resolve("above"));
            Files.move(tree, above.resolve("n".repeat(100)), StandardCopyOption.ATOMIC_MOVE);
            Files.move(above, tree, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Test
    void oneThatCannotBeTakenAwayKeepsNeitherTheOthersNorTheStart() throws IOException {
        Directories directories = directories();
        leaveBehind(directories);
        // No lock can be opened for this one.
        String resisting = ID.replace('c', 'a');
        Files.createDirectories(directories.containers().resolve(resisting));
        Files.createDirectories(directories.locks().resolve(resisting));
        Sweep.run(directories);

        assertThat(directories.containers().resolve(resisting)).isDirectory();
        assertThat(directories.containers().resolve(ID)).doesNotExist();
    }

    @Test
    void whoseProcessesLiveIsNotForgotten() throws Exception {
        Hierarchies hierarchies = Hierarchies.ofHost();
        Assumptions.assumeTrue(
                hierarchies.versionOne("freezer") != null && hierarchies.versionTwo() != null, "no hybrid host");
        Directories directories = directories();
        Path left = leaveBehind(directories);
        String note = "/jocker-left-it-" + ProcessHandle.current().pid();
        Files.writeString(left.resolve("cgroup"), note);
        Path group = Files.createDirectory(hierarchies.versionTwo().mount().resolve(note.substring(1)));
        // Whom version 1 has frozen no signal ends.
        Path ice =
                Files.createDirectory(hierarchies.versionOne("freezer").mount().resolve(note.substring(1)));
        Process resisting = new ProcessBuilder("sleep", "1000").start();
        try {
            for (Path each : List.of(group, ice)) {
                Files.writeString(each.resolve("cgroup.procs"), Long.toString(resisting.pid()));
            }
            Files.writeString(ice.resolve("freezer.state"), "FROZEN");
            Sweep.run(directories);
            assertThat(ControlGroups.noted(left, hierarchies).processes()).containsExactly((int) resisting.pid());
            assertThat(directories.locks()).isEmptyDirectory();
        } finally {
            Files.writeString(ice.resolve("freezer.state"), "THAWED");
            resisting.destroyForcibly().waitFor();
            Files.delete(ice);
        }
        Sweep.run(directories);
        assertThat(directories.containers()).isEmptyDirectory();
        assertThat(group).doesNotExist();
    }

    @Test
    void aForegroundContainerThatIsJustStartingIsNotWaitedFor() throws IOException {
        Directories directories = directories();
        var record = new ContainerRecord(JsonObject.read(
                ("{\"Id\":\"" + ID + "\",\"Name\":\"/front\",\"Jocker\":{\"Foreground\":true}}")
                        .getBytes(StandardCharsets.UTF_8),
                "test"));
        try (ContainerDirectory mine = ContainerDirectory.create(directories, ID)) {
            record.writeLightly(mine.path());
            var kept = new Kept(directories, Host.find(directories), ID);
            assertThatThrownBy(() -> new Removal(kept).remove(true, false))
                    .isInstanceOf(ContainerException.WrongState.class)
                    .hasMessageContaining("front is just being started");
            assertThat(mine.path().resolve(ContainerRecord.FILE)).exists();
        }
    }

    @Test
    void nothingToSweepIsNoError() throws IOException {
        Sweep.run(directories());
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void anIdIsTakenOnce() throws IOException {
        Directories directories = directories();
        try (ContainerDirectory mine = ContainerDirectory.create(directories, ID)) {
            assertThatThrownBy(() -> ContainerDirectory.create(directories, ID)).isInstanceOf(IOException.class);
            assertThat(mine.path()).isDirectory();
        }
        leaveBehind(directories);
        assertThatThrownBy(() -> ContainerDirectory.create(directories, ID)).isInstanceOf(IOException.class);
        assertThat(directories.locks()).isEmptyDirectory();
    }

    @Test
    void whatAContainerNeedsIsInUseUntilItIsGone() throws IOException {
        Directories directories = directories();
        Path layer = directories.data().resolve("layers/abc");
        Containers containers = Containers.in(directories);
        try (ContainerDirectory mine = ContainerDirectory.create(directories, ID)) {
            assertThat(containers.isInUse(layer)).isFalse();
            mine.noteLayers(directories, List.of(layer, directories.data().resolve("host/def")));
            assertThat(containers.isInUse(layer)).isTrue();
            assertThat(containers.isInUse(directories.data().resolve("host/def")))
                    .isTrue();
            assertThat(containers.isInUse(Path.of("/elsewhere/abc"))).isFalse();
        }
        assertThat(containers.isInUse(layer)).isFalse();
    }

    @Test
    void aDirectoryOfTheUsersIsNoLayer() throws IOException {
        Path root = Busybox.rootIn(directory.resolve("two\nlines"));
        Containers containers = Containers.in(directories());
        try (RunningContainer _ = containers.start(
                RunOptions.rootfs(root).command("/bin/sleep", "100").build(), Stdio.none())) {
            assertThat(ContainerDirectory.layersInUse(directories())).isEmpty();
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeLeavesNoLock() throws IOException {
        Directories directories = directories();
        Files.createDirectories(directories.containers().resolve(ID));
        assertThatThrownBy(() -> ContainerDirectory.create(directories, ID)).isInstanceOf(IOException.class);

        assertThat(directories.locks()).isEmptyDirectory();
    }

    @Test
    void sweepingTakesAwayLocksThatNobodyHas() throws IOException {
        Directories directories = directories();
        Path lock = Files.createDirectories(directories.locks()).resolve(ID);
        Path command = directories.commandLock(ID);
        Files.createFile(command);
        try (LockFile held = LockFile.tryTake(lock)) {
            assertThat(held).isNotNull();
            Sweep.run(directories);
            assertThat(lock).exists();
            assertThat(command).doesNotExist();
        }
        Files.createFile(lock);
        Sweep.run(directories);
        assertThat(lock).doesNotExist();
    }

    private static Path leaveBehind(Directories directories) throws IOException {
        Path left = Files.createDirectories(directories.containers().resolve(ID));
        Files.createDirectories(left.resolve("upper/a/b"));
        Files.writeString(left.resolve("upper/a/b/file"), "x");
        Files.createSymbolicLink(left.resolve("upper/link"), Path.of("/etc"));
        return left;
    }

    private Directories directories() {
        return new Directories(directory.resolve("data"), directory.resolve("run"));
    }
}
