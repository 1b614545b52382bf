package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.image.HostImage.Root;
import dev.jocker.runtime.image.HostImage.Tree;
import dev.jocker.runtime.image.RootView.Kind;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
final class HostImageIT {
    @TempDir
    Path directory;

    private Path data;
    private Path machine;

    @BeforeEach
    void aMachine() throws IOException {
        data = directory.resolve("data");
        machine = directory.resolve("machine");
        write("etc/passwd", "someone:x:1000:1000::/home/someone:/bin/sh\n");
        write("etc/shadow", "secret");
        write("etc/ld.so.cache", "cache");
        write("etc/alternatives/README", "r");
        write("etc/ssl/certs/ca-certificates.crt", "bundle");
        write("etc/ssl/private/key.pem", "secret");
        write("etc/java-21-openjdk/jvm.cfg", "-server");
        write("usr/bin/tool", "t");
        write("usr/lib/os-release", "ID=test");
        link("etc/ssl/certs/a.0", "a.pem");
        link("etc/alternatives/tool", "/usr/bin/tool");
        link("etc/alternatives/tool.1.gz", "/usr/share/man/man1/tool.1.gz");
        link("bin", "usr/bin");
    }

    @Test
    void thisMachinesProgramsWorkInside() throws IOException {
        Root root = HostImage.under(data).prepare(skeleton -> false);
        RootView view = root.view();

        assertThat(root.trees()).contains(new Tree("/usr", Path.of("/usr")));
        for (String path : List.of("/bin/sh", "/usr/bin/env")) {
            assertThat(Executables.diagnose(view, path)).as(path).isEmpty();
            assertThat(view.find(path).kind()).as(path).isEqualTo(Kind.FILE);
        }
        for (String path : List.of("/usr/bin/java", "/usr/bin/python3", "/usr/bin/awk", "/usr/bin/editor")) {
            if (Files.exists(Path.of(path)) && Path.of(path).toRealPath().startsWith("/usr")) {
                assertThat(Executables.diagnose(view, path)).as(path).isEmpty();
            }
        }
        for (String path :
                List.of("/etc/shadow", "/etc/ssh", "/etc/machine-id", "/root/.bashrc", "/home/x", "/etc/ssl/private")) {
            assertThat(view.find(path).kind()).as(path).isEqualTo(Kind.MISSING);
        }
        if (Files.exists(Path.of("/etc/ssl/certs/ca-certificates.crt"))) {
            assertThat(view.read("/etc/ssl/certs/ca-certificates.crt").orElseThrow())
                    .isNotEmpty();
        }
        assertThat(text(view, "/etc/passwd")).startsWith("root:x:0:0:root:/root:/bin/");
    }

    @Test
    void theSkeletonIsWhatARootNeeds() throws IOException {
        Path skeleton = prepare().skeleton();

        assertThat(mode(skeleton)).isEqualTo(0755);
        assertThat(mode(skeleton.resolve("tmp"))).isEqualTo(01777);
        assertThat(mode(skeleton.resolve("var/tmp"))).isEqualTo(01777);
        assertThat(mode(skeleton.resolve("root"))).isEqualTo(0700);
        for (String name :
                List.of("usr", "proc", "sys", "dev", "run", "etc", "home", "mnt", "opt", "srv", "media", "var/lib")) {
            assertThat(mode(skeleton.resolve(name))).as(name).isEqualTo(0755);
        }
        assertThat(Files.readSymbolicLink(skeleton.resolve("bin"))).hasToString("usr/bin");
        assertThat(Files.readSymbolicLink(skeleton.resolve("var/run"))).hasToString("/run");
        assertThat(skeleton.resolve("lib64")).doesNotExist();
        assertThat(skeleton.resolve("etc/hosts")).isRegularFile();
        assertThat(skeleton.resolve("etc/resolv.conf")).isRegularFile();
    }

    @Test
    void takesFromEtcWhatProgramsNeedAndNothingElse() throws IOException {
        write("etc/ssl/certs/private.pem", "secret");
        Files.setPosixFilePermissions(
                machine.resolve("etc/ssl/certs/private.pem"), PosixFilePermissions.fromString("rw-------"));
        Path etc = prepare().skeleton().resolve("etc");

        assertThat(etc.resolve("ld.so.cache")).hasContent("cache");
        assertThat(etc.resolve("ssl/certs/ca-certificates.crt")).hasContent("bundle");
        assertThat(etc.resolve("java-21-openjdk/jvm.cfg")).hasContent("-server");
        assertThat(Files.readSymbolicLink(etc.resolve("ssl/certs/a.0"))).hasToString("a.pem");
        assertThat(Files.readSymbolicLink(etc.resolve("alternatives/tool"))).hasToString("/usr/bin/tool");
        assertThat(Files.exists(etc.resolve("alternatives/tool.1.gz"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(etc.resolve("passwd")).content().doesNotContain("someone");
        assertThat(etc.resolve("shadow")).doesNotExist();
        assertThat(etc.resolve("ssl/private")).doesNotExist();
        assertThat(etc.resolve("ssl/certs/private.pem")).doesNotExist();
    }

    @Test
    void whereUsrIsNotMergedItsParentsAreTrees() throws IOException {
        Files.delete(machine.resolve("bin"));
        write("bin/sh", "s");
        write("lib64/ld.so", "l");

        Root root = prepare();

        assertThat(root.trees())
                .containsExactly(
                        new Tree("/usr", machine.resolve("usr")),
                        new Tree("/bin", machine.resolve("bin")),
                        new Tree("/lib64", machine.resolve("lib64")));
        assertThat(root.skeleton().resolve("bin")).isEmptyDirectory();
        assertThat(text(root.view(), "/bin/sh")).isEqualTo("s");
    }

    @Test
    void isMadeOnceAndAgainWhenTheHostChanges() throws IOException {
        Path first = prepare().skeleton();
        assertThat(prepare().skeleton()).isEqualTo(first);

        write("etc/ssl/certs/ca-certificates.crt", "another bundle");
        Path second = prepare().skeleton();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.resolve("etc/ssl/certs/ca-certificates.crt")).hasContent("another bundle");

        link("etc/alternatives/new", "/usr/bin/tool");
        assertThat(prepare().skeleton()).isNotIn(first, second);
    }

    @Test
    void itsStateChangesWithItsPrograms() throws IOException {
        var image = new HostImage(machine, new DataRoot(data));
        String state = image.state();
        assertThat(image.state()).isEqualTo(state);

        write("etc/passwd", "other");
        write("home/x/file", "other");
        assertThat(image.state()).as("what is not in the image").isEqualTo(state);

        write("usr/bin/tool", "other contents");
        String replaced = image.state();
        assertThat(replaced).as("another program").isNotEqualTo(state);
        write("usr/lib/deep/new", "n");
        String added = image.state();
        assertThat(added).as("a new directory").isNotEqualTo(replaced);
        write("usr/lib/deep/newer", "n");
        String deeper = image.state();
        assertThat(deeper).as("a file in a directory of libraries").isNotEqualTo(added);
        write("var/lib/dpkg/status", "Package: tool");
        assertThat(image.state()).as("another package").isNotEqualTo(deeper);
    }

    @Test
    void oldOnesGoUnlessInUse() throws IOException {
        Path used = prepare().skeleton();
        write("etc/ld.so.cache", "2nd");
        Path old = prepare().skeleton();
        write("etc/ld.so.cache", "third");
        Path before = image().prepare(used::equals).skeleton();
        write("etc/ld.so.cache", "fourth");
        Path last = image().prepare(used::equals).skeleton();

        assertThat(used).isDirectory();
        assertThat(old).doesNotExist();
        assertThat(before).isDirectory();
        assertThat(last).isDirectory();
        try (Stream<Path> left = Files.list(data.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private Root prepare() throws IOException {
        return image().prepare(skeleton -> true);
    }

    private HostImage image() {
        return new HostImage(machine, new DataRoot(data));
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    private static String text(RootView view, String path) throws IOException {
        return new String(view.read(path).orElseThrow(), StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        Path file = machine.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String name, String target) throws IOException {
        Path link = machine.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }
}
