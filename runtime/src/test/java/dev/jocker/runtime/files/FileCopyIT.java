package dev.jocker.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.container.Busybox;
import dev.jocker.runtime.container.Entering;
import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.testing.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker cp} with containers that run. */
@NeedsRoot
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileCopyIT {
    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

    @TempDir
    Path directory;

    /** The table in docker's manual: what is copied, where to, what is there then. */
    @ParameterizedTest
    @CsvSource({
        "file, /new, /new",
        "file, /dir, /dir/file",
        "file, /dir/, /dir/file",
        "file, /dir/new, /dir/new",
        "file, /old, /old",
        "file, /link, /old",
        "file, /dirlink, /dir/file",
        "file, /dangling, /dir/nothing",
        "tree, /new, /new/sub/file",
        "tree, /new/, /new/sub/file",
        "tree, /dir, /dir/tree/sub/file",
        "tree/, /dir, /dir/tree/sub/file",
        "tree/., /dir, /dir/sub/file",
        "tree/., /new, /new/sub/file",
        "tree/sub, /dir, /dir/sub/file",
    })
    void copiesAreCalledAsByDocker(String source, String destination, String result) throws IOException {
        Path host = Files.createDirectories(directory.resolve("host/tree/sub"))
                .getParent()
                .getParent();
        Files.writeString(host.resolve("file"), "contents\n");
        Files.writeString(host.resolve("tree/sub/file"), "contents\n");
        try (Entering container = Entering.start(directory, sleeping());
                ContainerRoot root = root(container)) {
            run(
                    container,
                    "mkdir /dir; echo old > /old; ln -s old /link; ln -s /dir /dirlink; ln -s /dir/nothing /dangling");
            long bytes = copy(root, container, CopyOptions.DEFAULT).toContainer(host + "/" + source, destination);
            assertThat(bytes).isEqualTo(9);
            assertThat(container.run("cat", result).out()).isEqualTo("contents\n");

            // And the other way round.
            Path back = Files.createDirectories(directory.resolve("back/dir")).getParent();
            Files.writeString(back.resolve("old"), "old\n");
            Files.createSymbolicLink(back.resolve("link"), Path.of("old"));
            Files.createSymbolicLink(back.resolve("dirlink"), back.resolve("dir"));
            Files.createSymbolicLink(back.resolve("dangling"), back.resolve("dir/nothing"));
            run(container, "mkdir -p /host/tree/sub; echo contents > /host/file; echo contents > /host/tree/sub/file");
            copy(root, container, CopyOptions.DEFAULT).toHost("/host/" + source, back + destination);
            assertThat(Path.of(back + result)).content().isEqualTo("contents\n");
        }
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        Path host = Files.createDirectories(directory.resolve("host/tree")).getParent();
        Files.writeString(host.resolve("file"), "");
        try (Entering container = Entering.start(directory, sleeping());
                ContainerRoot root = root(container)) {
            run(container, "echo old > /old; mkdir -p /dir/file");
            FileCopy copy = copy(root, container, CopyOptions.DEFAULT);
            assertThatThrownBy(() -> copy.toContainer(host + "/nothing", "/"))
                    .isInstanceOf(ContainerException.NotFound.class);
            assertThatThrownBy(() -> copy.toHost("/nothing", host.toString()))
                    .isInstanceOf(ContainerException.NotFound.class)
                    .hasMessage("there is no /nothing in the container");
            assertThatThrownBy(() -> copy.toContainer(host + "/file", "/new/"))
                    .isInstanceOf(ContainerException.NotFound.class);
            assertThatThrownBy(() -> copy.toContainer(host + "/file", "/new/new"))
                    .isInstanceOf(ContainerException.NotFound.class)
                    .hasMessage("there is no directory /new in the container");
            assertThatThrownBy(() -> copy.toContainer(host + "/tree", "/old"))
                    .hasMessageContaining("cannot copy a directory");
            assertThatThrownBy(() -> copy.toContainer(host + "/file", "/old/")).hasMessageContaining("not a directory");
            assertThatThrownBy(() -> copy.toContainer(host + "/file/", "/")).hasMessageContaining("not a directory");
            assertThatThrownBy(() -> copy.toContainer(host + "/file", "/dir"))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("cannot overwrite directory");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ownersAreRootsOrKept(boolean ownUsers) throws IOException {
        Path host = Files.createDirectories(directory.resolve("host/tree"));
        Path file = Files.writeString(host.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setAttribute(file, "unix:mode", 04751);
        Files.setAttribute(file, "unix:uid", 7);
        Files.setAttribute(file, "unix:gid", 8);
        Files.setAttribute(file, "unix:mode", 04751);
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        Files.createLink(host.resolve("hard"), file);
        Files.createSymbolicLink(host.resolve("soft"), Path.of("/nowhere"));
        Files.setLastModifiedTime(host, FileTime.from(TIME));
        RunOptionsBuilder options = sleeping();
        if (ownUsers) {
            options.userNamespace(NamespaceChoice.PRIVATE);
        }
        try (Entering container = Entering.start(directory, options);
                ContainerRoot root = root(container)) {
            copy(root, container, CopyOptions.DEFAULT).toContainer(host.toString(), "/plain");
            copy(root, container, new CopyOptions(true, false)).toContainer(host.toString(), "/kept");
            String stat = "stat -c '%u:%g %a %h %Y' /plain/file /kept/file /kept; readlink /kept/soft; "
                    + "stat -c %i /kept/file /kept/hard | uniq | wc -l";
            long seconds = TIME.getEpochSecond();
            assertThat(container.run("sh", "-c", stat).out())
                    .isEqualTo("0:0 751 2 " + seconds + "\n7:8 4751 2 " + seconds + "\n0:0 755 2 " + seconds
                            + "\n/nowhere\n1\n");

            Path back = Files.createDirectory(directory.resolve("back"));
            copy(root, container, CopyOptions.DEFAULT).toHost("/kept", back + "/plain");
            copy(root, container, new CopyOptions(true, false)).toHost("/kept", back + "/kept");
            assertThat(stat(back.resolve("plain/file"))).isEqualTo("0:0 751");
            assertThat(stat(back.resolve("kept/file"))).isEqualTo("7:8 4751");
            assertThat(Files.getLastModifiedTime(back.resolve("kept/file")).toInstant())
                    .isEqualTo(TIME);
            assertThat(Files.getLastModifiedTime(back.resolve("kept")).toInstant())
                    .isEqualTo(TIME);
            assertThat(Files.isSameFile(back.resolve("kept/file"), back.resolve("kept/hard")))
                    .isTrue();
            assertThat(Files.readSymbolicLink(back.resolve("kept/soft"))).isEqualTo(Path.of("/nowhere"));
        }
    }

    @Test
    void onlyWithTheOwnersComesWhatGivesRights() throws IOException {
        RunOptionsBuilder options = sleeping();
        Path program = Files.writeString(directory.resolve("root/program"), "x");
        Files.setAttribute(program, "unix:mode", 06755);
        byte[] netRaw = {1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}; // struct vfs_cap_data
        try (Fd file = Descriptors.open(program, Flags.none(OpenFlag.class))) {
            ExtendedAttributes.set(file, "security.capability", netRaw);
        }
        try (Entering container = Entering.start(directory, options);
                ContainerRoot root = root(container)) {
            FileCopy plain = copy(root, container, CopyOptions.DEFAULT);
            FileCopy kept = copy(root, container, new CopyOptions(true, false));
            Path back = Files.createDirectory(directory.resolve("back"));

            kept.toHost("/program", back + "/kept");
            assertThat(stat(back.resolve("kept"))).isEqualTo("0:0 6755");
            assertThat(attributes(back.resolve("kept"))).contains("security.capability");
            plain.toHost("/program", back + "/plain");
            assertThat(stat(back.resolve("plain"))).isEqualTo("0:0 755");
            assertThat(attributes(back.resolve("plain"))).doesNotContain("security.capability");

            kept.toHost("/dev", back + "/kept-dev");
            assertThat(back.resolve("kept-dev/null")).exists();
            plain.toHost("/dev", back + "/plain-dev");
            assertThat(back.resolve("plain-dev/null")).doesNotExist();
            assertThat(Files.isSymbolicLink(back.resolve("plain-dev/stdout"))).isTrue();
            assertThatThrownBy(() -> plain.toHost("/dev/null", back.toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is a device");
        }
    }

    private static Set<String> attributes(Path file) throws IOException {
        try (Fd opened = Descriptors.open(file, Flags.none(OpenFlag.class))) {
            return ExtendedAttributes.of(opened).keySet();
        }
    }

    @Test
    void aLinkIsCopiedOrFollowed() throws IOException {
        try (Entering container = Entering.start(directory, sleeping());
                ContainerRoot root = root(container)) {
            run(container, "echo contents > /file; ln -s /file /link");
            copy(root, container, CopyOptions.DEFAULT).toHost("/link", directory + "/copy");
            assertThat(Files.readSymbolicLink(directory.resolve("copy"))).isEqualTo(Path.of("/file"));
            copy(root, container, new CopyOptions(false, true)).toHost("/link", directory + "/followed");
            assertThat(directory.resolve("followed")).content().isEqualTo("contents\n");
        }
    }

    @Test
    void archivesComeAndGo() throws IOException {
        String deep = "0123456789abcdef/".repeat(8);
        String odd = "f\\344\\303\\244 \\001";
        try (Entering container = Entering.start(directory, sleeping());
                ContainerRoot root = root(container)) {
            run(
                    container,
                    "mkdir -p /tree/" + deep + "; cd /tree; echo hello > " + deep + "file; mkfifo fifo; ln -s " + deep
                            + "file soft; ln " + deep + "file hard; printf x > \"$(printf '" + odd + "')\";"
                            + " chown 3000000:7 soft hard; chmod 2711 .; truncate -s 200k sparse");
            FileCopy copy = copy(root, container, new CopyOptions(true, false));
            var archive = new ByteArrayOutputStream();
            copy.toArchive("/tree", archive);
            run(container, "mkdir /again /tar");
            copy.fromArchive(new ByteArrayInputStream(archive.toByteArray()), "/again");
            // Another reader of the format.
            copy.fromArchive(new ByteArrayInputStream(tarOf("archive", archive.toByteArray())), "/");
            run(container, "tar -xf /archive -C /tar");
            String list = "cd $1; find tree | sort | while read -r f; do stat -c '%n %u:%g %a %F %s %h' \"$f\"; done; "
                    + "cat tree/hard; readlink tree/soft; ls tree | md5sum";
            String first = container.run("sh", "-c", list, "list", "/").out();
            assertThat(first.lines().count()).isGreaterThan(12);
            assertThat(container.run("sh", "-c", list, "list", "/again").out()).isEqualTo(first);
            assertThat(container.run("sh", "-c", list, "list", "/tar").out()).isEqualTo(first);

            assertThatThrownBy(() -> copy.fromArchive(new ByteArrayInputStream(new byte[700]), "/again/tree/hard"))
                    .hasMessageContaining("has to be a directory");
            assertThatThrownBy(() ->
                            copy.fromArchive(new ByteArrayInputStream("what".getBytes(StandardCharsets.UTF_8)), "/"))
                    .isInstanceOf(ArchiveException.class);
        }
    }

    private static byte[] tarOf(String name, byte[] contents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var tar = new dev.jocker.runtime.archive.TarDestination(bytes);
        tar.put(
                new dev.jocker.runtime.archive.FileEntry(
                        name,
                        dev.jocker.runtime.archive.FileEntry.Kind.REGULAR,
                        0644,
                        0,
                        0,
                        contents.length,
                        0,
                        0,
                        null,
                        0,
                        0,
                        java.util.Map.of()),
                new ByteArrayInputStream(contents));
        tar.finish();
        return bytes.toByteArray();
    }

    /** CVE-2018-15664 and the like: a container that changes its paths all the time. */
    @Test
    void noRaceLeadsToAFileOfTheHosts() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret\n");
        Path host = Files.createDirectories(directory.resolve("host/tree/a/b"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(host.resolve("file" + i), "harmless\n");
        }
        RunOptionsBuilder options = sleeping();
        Files.writeString(
                directory.resolve("root/swap"),
                "mkdir -p /real/a/b; echo harmless > /real/file; ln -s " + outside + " /fake\n"
                        + "while true; do rm -rf /place; ln -s " + outside + " /place; rm /place; mkdir /place;"
                        + " echo harmless > /place/file; ln -s / /place/tree; rm /place/tree; ln -sf " + outside
                        + "/file /place/file; done");
        String before = tree(outside);
        try (Entering container = Entering.start(directory, options);
                ContainerRoot root = root(container)) {
            try (RunningExec _ =
                    container.exec(ExecOptions.command("sh", "/swap").build(), Stdio.none())) {
                FileCopy copy = copy(root, container, new CopyOptions(true, true));
                int done = 0;
                for (int i = 0; i < 150; i++) {
                    try {
                        copy.toContainer(directory.resolve("host/tree").toString(), "/place");
                        done++;
                    } catch (IOException | RuntimeException e) {
                        // it had gone at that moment
                    }
                    Path back = directory.resolve("back" + i);
                    try {
                        copy.toHost("/place/file", back.toString());
                        assertThat(Files.isSymbolicLink(back)).isFalse();
                        assertThat(Files.readString(back)).doesNotContain("secret");
                        done++;
                    } catch (IOException | RuntimeException e) {
                        // likewise
                    }
                }
                assertThat(done).isPositive();
            }
            assertThat(tree(outside)).isEqualTo(before);
        }
    }

    /** CVE-2019-14271: nothing of the container's is executed, and links lead nowhere else. */
    @Test
    void linksOfAHostileTreeStayLinks() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        try (Entering container = Entering.start(directory, sleeping());
                ContainerRoot root = root(container)) {
            run(
                    container,
                    "mkdir -p /t/d; ln -s " + outside + " /t/e; ln -s ../../../../../../.." + outside + " /t/f; "
                            + "ln -s /proc/self/root /t/g; mkfifo /t/fifo; echo > /t/d/x");
            Path back = Files.createDirectory(directory.resolve("back"));
            FileCopy copy = copy(root, container, CopyOptions.DEFAULT);
            copy.toHost("/t/.", back.toString());
            assertThat(Files.isSymbolicLink(back.resolve("e"))).isTrue();
            assertThat(Files.isDirectory(back.resolve("d"), LinkOption.NOFOLLOW_LINKS))
                    .isTrue();
            // What has been copied is in the way of what comes now: a directory where a link to the outside lies.
            run(container, "rm /t/e; mkdir /t/e; echo evil > /t/e/evil");
            assertThatThrownBy(() -> copy.toHost("/t/.", back.toString()))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("non-directory");
            assertThat(outside).isEmptyDirectory();
            // Through a link that the container made, a path of the container's.
            assertThatThrownBy(() -> copy.toContainer(back.resolve("d").toString(), "/t/f/"))
                    .isInstanceOf(ContainerException.NotFound.class);
            assertThat(outside).isEmptyDirectory();
        }
    }

    @Test
    void theKernelsViewsAreNotCopied() throws IOException {
        try (Entering container = Entering.start(directory, sleeping());
                ContainerRoot root = root(container)) {
            Path back = directory.resolve("back");
            copy(root, container, CopyOptions.DEFAULT).toHost("/", back.toString());
            assertThat(back.resolve("bin/busybox")).isRegularFile();
            assertThat(back.resolve("proc")).isEmptyDirectory();
            assertThat(back.resolve("sys")).isEmptyDirectory();
        }
    }

    private static String tree(Path top) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(top)) {
            for (Path file : files.sorted().toList()) {
                text.append(file).append(' ').append(stat(file)).append('\n');
            }
        }
        return text.append(Files.readString(top.resolve("file"))).toString();
    }

    private static String stat(Path file) throws IOException {
        var attributes = Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return attributes.get("uid") + ":" + attributes.get("gid") + " "
                + Integer.toOctalString((int) attributes.get("mode") & 07777);
    }

    private static void run(Entering container, String script) throws IOException {
        Entering.Result result = container.run("sh", "-ec", script);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private static ContainerRoot root(Entering container) throws IOException {
        return ContainerRoot.of(container.target().pid(), container.target().pidfd());
    }

    private static FileCopy copy(ContainerRoot root, Entering container, CopyOptions options) {
        return new FileCopy(root, container.target().spec(), options);
    }

    private RunOptionsBuilder sleeping() throws IOException {
        return RunOptions.rootfs(Busybox.rootIn(directory.resolve("root"))).command("/bin/sleep", "1000");
    }
}
