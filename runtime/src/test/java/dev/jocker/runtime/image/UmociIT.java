package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.DockerConfig;
import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image as it lies under a container is, file by file, what umoci unpacks of it. */
@NeedsRoot
final class UmociIT {
    /** All there is to know of each file, but for sizes and links of directories, which file systems count each in their way. */
    private static final String LIST = """
            find . -mindepth 1 ! -type d -printf '%P|%y|%m|%U|%G|%s|%T@|%l|%n\\n' | sort
            find . -type d -printf '%P|%y|%m|%U|%G|%T@\\n' | sort
            find . -type f -print0 | sort -z | xargs -0 sha256sum
            find . \\( -type b -o -type c \\) -exec stat -c '%n %t %T' {} + | sort
            find . -print0 | sort -z | xargs -0 getfattr -h -d -m '^security|^user' -e hex 2>&1
            """;

    private static final String BELOW = """
            mkdir -p etc/dir usr/bin tmp deep/er; chmod 1777 tmp; chmod 2755 deep
            echo one > etc/one; echo two > etc/two; echo kept > etc/dir/hidden; chown 7:9 etc/one; chmod 4711 etc/two
            ln -s ../etc/one usr/one; ln etc/one usr/bin/hard; mkfifo deep/fifo; mknod deep/null c 1 3
            cp /bin/true usr/bin/ping; setcap cap_net_raw+ep usr/bin/ping; setfattr -n user.colour -v blue etc/one
            truncate -s 5M deep/sparse; printf end >> deep/sparse
            n=$(printf 'n%.0s' $(seq 120)); mkdir -p long/$n/$n; echo far > long/$n/$n/file; echo ü > long/grüße
            touch -d @1234567890.123456789 etc/one; touch -h -d @1000000000 usr/one
            """;

    private static final String ABOVE = """
            mkdir -p etc/dir usr deep/er; touch etc/.wh.two etc/dir/.wh..wh..opq; echo new > etc/dir/new
            touch usr/.wh.one; echo file > deep/.wh.fifo; echo changed > deep/er/file; chmod 700 etc
            """;

    @TempDir
    Path directory;

    @Test
    void whatLiesUnderAContainerIsWhatUmociUnpacks() throws Exception {
        Witness.require("umoci");
        Witness.require("setfattr");
        Witness.require("getcap");
        Witness.require("unshare");
        var layout = new Layout(directory.resolve("layout"));
        Layout.Layer below = layout.layer(tar("below", BELOW), Compression.GZIP);
        Layout.Layer above = layout.layer(tar("above", ABOVE), Compression.GZIP);
        Image image;
        try (LocalRegistry registry = LocalRegistry.open(directory.resolve("registry"))) {
            layout.push(registry, "tree:1", layout.image(Layout.HERE, ImageConfig.EMPTY, below, above));
            LocalRegistry.run(
                    "/bin/sh",
                    "-c",
                    "umoci unpack --image " + directory.resolve("layout") + ":t0 " + directory.resolve("bundle"));
            Access access = new Access(variable -> null, DockerConfig.in(directory), null, true, null);
            image = ImageStore.under(directory.resolve("data"))
                    .pull(ImageReference.parse(registry.host() + "/tree:1"), null, access, TransferProgress.NONE)
                    .image();
        }
        var lowers = new StringJoiner(":");
        for (Path layer : image.layers()) {
            lowers.add(layer.toString());
        }
        Path merged = Files.createDirectory(directory.resolve("merged"));

        String ours = LocalRegistry.run(
                "/usr/bin/unshare",
                "-m",
                "/bin/sh",
                "-c",
                "mount -t overlay -o lowerdir=" + lowers + " overlay " + merged + " && cd " + merged + " && " + LIST);
        String umocis = LocalRegistry.run("/bin/sh", "-c", "cd " + directory.resolve("bundle/rootfs") + " && " + LIST);

        assertThat(ours).isEqualTo(umocis);
        assertThat(ours)
                .contains("security.capability", "user.colour", "deep/null 1 3")
                .doesNotContain("hidden");
    }

    private byte[] tar(String name, String script) throws IOException, InterruptedException {
        Path root = Files.createDirectory(directory.resolve(name));
        Path tar = directory.resolve(name + ".tar");
        LocalRegistry.run("/bin/sh", "-e", "-c", "umask 022; cd " + root + "\n" + script);
        LocalRegistry.run(
                "/bin/tar",
                "--xattrs",
                "--xattrs-include=*",
                "--format=pax",
                "--sort=name",
                "-C",
                root.toString(),
                "-cf",
                tar.toString(),
                ".");
        return Files.readAllBytes(tar);
    }
}
