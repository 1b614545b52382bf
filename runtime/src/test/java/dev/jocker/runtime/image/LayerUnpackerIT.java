package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.testing.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
final class LayerUnpackerIT {
    private static final long A_MINUTE = 60;

    @TempDir
    Path directory;

    private Path layer;
    private Path outside;

    @BeforeEach
    void aLayerAndWhatIsOutside() throws IOException {
        layer = Files.createDirectory(directory.resolve("layer"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), "untouched");
    }

    @Test
    void waysUpAreRefused() throws IOException {
        for (String name : List.of("../outside/new", "a/../../outside/new", "..", "/../outside/new", "a/..")) {
            refuses(new Archive().file(name, "x"), "tries to leave its directory");
        }
        refuses(new Archive().directory("../outside"), "tries to leave its directory");
        refuses(new Archive().file("a", "x").hardLink("b", "../outside/file"), "tries to leave its directory");
        refuses(new Archive().file("../.wh.outside", ""), "tries to leave its directory");
    }

    @Test
    void absoluteNamesBeginAtTheTop() throws IOException {
        unpack(new Archive().file(outside + "/new", "x").file("//etc//./passwd", "y"));

        assertThat(layer.resolve(outside.toString().substring(1) + "/new")).hasContent("x");
        assertThat(layer.resolve("etc/passwd")).hasContent("y");
        nothingHappenedOutside();
    }

    @Test
    void linksOnTheWayStayInside() throws IOException {
        unpack(new Archive()
                .symbolicLink("absolute", outside.toString())
                .symbolicLink("relative", "../../../../../../../../.." + outside)
                .symbolicLink("up", "../outside")
                .directory(outside.toString().substring(1))
                .directory("outside")
                .file("absolute/one", "1")
                .file("relative/two", "2")
                .file("up/three", "3")
                .directory("up/four"));

        assertThat(layer.resolve(outside.toString().substring(1) + "/one")).hasContent("1");
        assertThat(layer.resolve(outside.toString().substring(1) + "/two")).hasContent("2");
        assertThat(layer.resolve("outside/three")).hasContent("3");
        assertThat(layer.resolve("outside/four")).isDirectory();
        nothingHappenedOutside();
    }

    @Test
    void linksThatLeadNowhereAreErrors() throws IOException {
        refuses(new Archive().symbolicLink("l", outside.toString()).file("l/new", "x"), "leads nowhere");
        refuses(new Archive().symbolicLink("a", "b").symbolicLink("b", "a").file("a/new", "x"), "in the way");
        refuses(new Archive().symbolicLink("l", "/proc/self/root" + outside).file("l/new", "x"), "leads nowhere");
        refuses(new Archive().file("f", "x").file("f/new", "x"), "in the way");
    }

    @Test
    void aFileReplacesTheLinkInItsPlace() throws IOException {
        unpack(new Archive()
                .symbolicLink("file", outside + "/file")
                .file("file", "mine")
                .symbolicLink("dir", outside.toString())
                .directory("dir")
                .file("dir/new", "mine")
                .symbolicLink("device", outside + "/file")
                .device("device", 1, 3)
                .symbolicLink("opaque", outside.toString())
                .directory("opaque")
                .file("opaque/.wh..wh..opq", ""));

        assertThat(Files.isRegularFile(layer.resolve("file"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(layer.resolve("file")).hasContent("mine");
        assertThat(Files.isDirectory(layer.resolve("dir"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(status("device").deviceMajor()).isEqualTo(1);
        nothingHappenedOutside();
    }

    @Test
    void hardLinksLeadToFilesOfTheArchiveOnly() throws IOException {
        refuses(new Archive().hardLink("b", outside + "/file"), "which is not in the archive before it");
        refuses(
                new Archive().symbolicLink("l", outside.toString()).hardLink("b", "l/file"),
                "which is not in the archive before it");
        refuses(new Archive().hardLink("b", "b"), "itself");
        refuses(new Archive().hardLink("b", ""), "");
        reset();

        // A link to a link is that link once more, wherever it leads.
        unpack(new Archive()
                .symbolicLink("l", outside + "/file")
                .hardLink("b", "l")
                .file("b", "new"));
        assertThat(layer.resolve("b")).hasContent("new");
        nothingHappenedOutside();
    }

    @Test
    void directoriesAreNotReplacedWithTheirFiles() throws IOException {
        refuses(new Archive().file("d/f", "x").file("d", "x"), "is a directory with files in it");
        reset();
        unpack(new Archive().directory("d").file("d", "x"));
        assertThat(layer.resolve("d")).hasContent("x");
    }

    @Test
    void anArchiveDoesNotInstructOverlayfs() throws IOException {
        unpack(new Archive()
                .attribute("f", "trusted.overlay.redirect", "/etc")
                .attribute("g", "trusted.overlay.metacopy", "")
                .attribute("h", "user.kept", "yes"));

        assertThat(ExtendedAttributes.lgetxattr(layer + "/f", "trusted.overlay.redirect"))
                .isNull();
        assertThat(ExtendedAttributes.lgetxattr(layer + "/h", "user.kept"))
                .isEqualTo("yes".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellsWhichDirectoriesItHasMadeUnasked() throws IOException {
        LayerUnpacker.Unpacked unpacked = unpack(new Archive()
                .file("tmp/x", "")
                .file("a/b/c", "")
                .directory("a")
                .file("opaque/.wh..wh..opq", "")
                .file("rows/x", "")
                .file(".wh.rows", "")
                .file(".wh.new", "")
                .file("new/deep/x", "")
                .file(".wh.file", "")
                .symbolicLink("file/link", "x")
                .directory("named"));

        // Not what is deleted below: that has nothing to do with what is here.
        assertThat(unpacked.implied()).containsExactly("a/b", "new/deep", "opaque", "tmp");
        assertThat(opaque("rows")).isTrue();
        assertThat(opaque("new")).isTrue();
        assertThat(status("new").permissions()).isEqualTo(0755);
        assertThat(layer.resolve("new/deep/x")).exists();
        assertThat(Files.isSymbolicLink(layer.resolve("file/link"))).isTrue();
    }

    @Test
    void whiteoutsBecomeWhatOverlayfsKnows() throws IOException {
        unpack(new Archive()
                .file("d/.wh.gone", "")
                .file("d/.wh..wh..opq", "")
                .file(".wh..wh.plnk", "")
                .file("stays", "x")
                .file(".wh.stays", "")
                .directory("dir")
                .file(".wh.dir", "")
                .file(".wh.anew", "")
                .directory("anew"));

        assertThat(status("d/gone").isWhiteout()).isTrue();
        assertThat(opaque("d")).isTrue();
        assertThat(layer.resolve("stays")).hasContent("x");
        assertThat(opaque("dir")).isTrue();
        assertThat(opaque("anew")).isTrue();
        assertThat(layer.resolve(".wh..wh.plnk")).doesNotExist();
        Path below = Files.createDirectories(directory.resolve("below/d"));
        Files.writeString(below.resolve("other"), "hidden");
        Files.writeString(below.resolveSibling("file"), "seen");
        RootView view = RootView.of(List.of(layer, below.getParent()));
        assertThat(view.find("/d/gone").kind()).isEqualTo(RootView.Kind.MISSING);
        assertThat(view.find("/d/other").kind()).isEqualTo(RootView.Kind.MISSING);
        assertThat(view.find("/file").kind()).isEqualTo(RootView.Kind.FILE);
        refuses(new Archive().file(".wh.", ""), "hides nothing");
        refuses(new Archive().file(".wh...", ""), "hides nothing");
    }

    @Test
    void numbersThatCannotBeAreRefused() throws IOException {
        TarArchiveEntry owner = Archive.entry("f", TarConstants.LF_NORMAL, 0644);
        owner.setUserId(0xFFFF_FFFFL);
        refuses(new Archive().put(owner, ""), "has the owner 4294967295");
        refuses(new Archive().device("d", 5000, 1), "cannot be");
        refuses(new Archive().put(Archive.entry("t", (byte) 'Z', 0644), ""), "of a type that is not known");
        refuses(new Archive().file("x/".repeat(3000) + "f", ""), "too long");
        refuses(new Archive().file("x/" + "ü".repeat(128), ""), "too long");
    }

    @Test
    void headersAreKeptSmall() throws IOException {
        refuses(new Archive().attribute("f", "user.big", "x".repeat(2 << 20)), "headers are larger than 1 MiB");
        TarArchiveEntry longName = Archive.entry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, 0644);
        refuses(new Archive().put(longName, "n".repeat(2 << 20)).file("f", ""), "headers are larger than 1 MiB");
    }

    @Test
    void everyCutIsNoticed() throws Exception {
        byte[] tar = new Archive()
                .file("a", "x".repeat(3000))
                .file("ü".repeat(120), "y")
                .directory("d")
                .bytes();
        Path plain = Files.write(directory.resolve("a.tar"), tar);
        List<byte[]> archives = List.of(
                tar,
                Files.readAllBytes(compressed(plain, "gzip")),
                Files.readAllBytes(compressed(plain, "xz")),
                Files.readAllBytes(compressed(plain, "zstd")));
        for (byte[] archive : archives) {
            boolean plainTar = Arrays.equals(archive, tar);
            int end = plainTar ? tar.length - trailingZeros(tar) : archive.length;
            for (int length = 0; length < end; length += plainTar ? 256 : 7) {
                byte[] cut = Arrays.copyOf(archive, length);
                reset();
                assertThatThrownBy(() -> unpack(cut))
                        .as("the first %d of %d bytes", cut.length, archive.length)
                        .isInstanceOf(ArchiveException.class)
                        .hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void damageIsAnArchiveExceptionOrHarmless() throws Exception {
        byte[] tar = new Archive()
                .attribute("a", "user.x", "y")
                .file("ü", "y")
                .symbolicLink("l", "a")
                .hardLink("h", "a")
                .bytes();
        for (int at = 0; at < tar.length - 1024; at += 7) {
            byte[] damaged = tar.clone();
            damaged[at] ^= 0x15;
            reset();
            try {
                unpack(damaged);
            } catch (ArchiveException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
        nothingHappenedOutside();
    }

    @Test
    void theDigestIsOfTheArchiveBeforeCompression() throws Exception {
        byte[] tar = new Archive().file("a", "b").bytes();
        Path plain = Files.write(directory.resolve("a.tar"), tar);
        String digest = "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(tar));

        for (String program : List.of("gzip", "xz", "zstd", "bzip2")) {
            reset();
            assertThat(unpack(Files.readAllBytes(compressed(plain, program))))
                    .as(program)
                    .isEqualTo(new LayerUnpacker.Unpacked(digest, 1, List.of()));
        }
    }

    /** The archive is GNU tar's, and so is the judgement. */
    @Test
    void unpacksWhatGnuTarUnpacks() throws Exception {
        Path tar = program("tar");
        Path source = Files.createDirectory(directory.resolve("source"));
        shell("""
                mkdir -p bin empty sticky deep/$(printf 'd%.0s' $(seq 120))/$(printf 'e%.0s' $(seq 120))
                echo hello > bin/hello; chmod 4755 bin/hello; chown 1:2 bin/hello
                (cd deep/d*/e*; echo x > $(printf 'f%.0s' $(seq 200)))
                ln bin/hello bin/again; ln -s hello bin/soft; ln -s /nowhere/$(printf 'l%.0s' $(seq 150)) dangling
                ln bin/soft bin/softer
                mkfifo -m 640 fifo; mknod -m 600 null c 1 3; mknod -m 660 disk b 259 300
                chmod 1777 sticky; chmod 0500 empty
                touch "$(printf 'latin-\\351')" 'Főtanúsítvány' ' blank ' ./-dash "$(printf 'new\\nline')"
                touch -d '2001-02-03 04:05:06.123456789Z' bin/hello; touch -h -d '1999-01-01Z' dangling
                touch -d '1960-01-01 00:00:00.5Z' ' blank '
                truncate -s 3M sparse; printf data | dd of=sparse bs=1 seek=1500000 conv=notrunc status=none
                truncate -s 1M hole; seq 100000 > big; chown 4000000000:65534 big
                touch -d '2010-10-10Z' empty sticky bin deep
                """, source);
        if (Files.exists(Path.of("/usr/sbin/setcap"))) {
            shell(
                    "cp big capable; /usr/sbin/setcap cap_setuid,cap_net_raw=ep capable; touch -d '2011-01-01Z' .",
                    source);
        }
        for (String format : List.of("--format=posix", "--format=gnu", "--format=posix --sparse-version=0.1")) {
            reset();
            Path archive = directory.resolve("gnu.tar");
            Path expected = Files.createDirectory(directory.resolve("expected"));
            String kept = "--xattrs --xattrs-include='*'";
            shell(
                    tar + " " + (format.contains("posix") ? kept : "") + " --sparse " + format + " -cf " + archive
                            + " .",
                    source);
            shell(tar + " " + kept + " -p --same-owner --numeric-owner -xf " + archive, expected);

            unpack(Files.readAllBytes(archive));

            assertThat(listing(layer)).as(format).isEqualTo(listing(expected));
            shell(
                    "diff -r --no-dereference bin " + layer + "/bin && cmp sparse " + layer + "/sparse && cmp big "
                            + layer + "/big",
                    expected);
            assertThat(blocks("sparse")).as("allocated of a sparse file").isLessThan(1 << 20);
            delete(expected);
        }
    }

    /** Everything that find(1) can say of each file, its capabilities, and a digest. */
    private static String listing(Path root) throws Exception {
        String found = shell(
                "find . -printf '%P|%y|%m|%U:%G|%n|%l|%T@|' \\( -type f -printf '%s' -o -printf - \\) -printf '\\n' | LC_ALL=C sort"
                        + "; find . \\( -type b -o -type c \\) -exec stat -c '%n %t:%T' {} + | sort"
                        + "; find . -type f -exec sha256sum {} + | LC_ALL=C sort -k2"
                        + "; test ! -x /usr/sbin/getcap || /usr/sbin/getcap -r . | sort",
                root);
        assertThat(found.lines().count()).isGreaterThan(20);
        return found;
    }

    private long blocks(String name) throws Exception {
        return Long.parseLong(shell("stat -c %b " + name, layer).strip()) * 512;
    }

    private LayerUnpacker.Unpacked unpack(Archive archive) throws IOException {
        return unpack(archive.bytes());
    }

    private LayerUnpacker.Unpacked unpack(byte[] archive) throws IOException {
        try (Fd fd = Descriptors.open(layer, Flags.of(OpenFlag.O_DIRECTORY))) {
            return LayerUnpacker.unpack(new ByteArrayInputStream(archive), fd);
        }
    }

    private void refuses(Archive archive, String why) throws IOException {
        byte[] bytes = archive.bytes();
        reset();
        assertThatThrownBy(() -> unpack(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(600));
        nothingHappenedOutside();
    }

    private void nothingHappenedOutside() throws IOException {
        assertThat(outside.resolve("file")).hasContent("untouched");
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
        assertThat(ExtendedAttributes.lgetxattr(outside.toString(), "trusted.overlay.opaque"))
                .isNull();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("new");
        }
    }

    private FileStatus status(String name) throws IOException {
        return FileStatus.of(layer.resolve(name));
    }

    private boolean opaque(String name) throws IOException {
        return Arrays.equals(
                ExtendedAttributes.lgetxattr(layer + "/" + name, "trusted.overlay.opaque"), new byte[] {'y'});
    }

    private void reset() throws IOException {
        delete(layer);
        Files.createDirectory(layer);
    }

    /** By the class that deletes layers. */
    private static void delete(Path tree) throws IOException {
        new Staging(tree, Descriptors.open(tree, Flags.of(OpenFlag.O_DIRECTORY))).close();
    }

    private static int trailingZeros(byte[] bytes) {
        int count = 0;
        while (bytes[bytes.length - 1 - count] == 0) {
            count++;
        }
        return count;
    }

    private Path compressed(Path file, String program) throws Exception {
        Path compressed = directory.resolve(file.getFileName() + "." + program);
        shell(program(program) + " -c " + file + " > " + compressed, directory);
        return compressed;
    }

    private static Path program(String name) {
        for (String place : List.of("/usr/bin/", "/bin/")) {
            if (Files.isExecutable(Path.of(place + name))) {
                return Path.of(place + name);
            }
        }
        assumeTrue(false, name + " is not installed");
        throw new AssertionError();
    }

    private static String shell(String script, Path directory) throws Exception {
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(A_MINUTE, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
