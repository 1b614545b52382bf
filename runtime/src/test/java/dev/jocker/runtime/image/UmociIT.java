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
import java.util.ArrayList;
import java.util.List;
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

    private static final String THIS_YEARS = "(1[7-9]|[2-9][0-9])[0-9]{8}[.][0-9]+";

    /** Directories whose attributes show, though the layer above has files in them and not the directories themselves. */
    private static final String NAMED = """
            mkdir -p tmp srv/deep/est etc/conf opt var/log gone/dir; echo hidden > etc/conf/hidden; echo low > gone/dir/low
            chmod 1777 tmp; chmod 2750 srv; chmod 711 srv/deep; chmod 700 etc/conf gone/dir; chmod 6755 srv/deep/est
            chown 7:9 srv; chown 3:4 srv/deep; chown 5:6 gone; setfattr -n user.colour -v blue srv; chmod 4711 opt
            chmod 0701 gone; find . -depth -type d -exec touch -d @1234567890.123456789 {} +
            """;

    private static final String UNNAMED = """
            mkdir -p tmp srv/deep/est lone/er etc/conf opt var/log gone; echo 6 > lone/er/file; echo 1 > tmp/x; echo 2 > srv/deep/est/file; echo 3 > opt/x
            touch etc/conf/.wh..wh..opq .wh.gone; echo 4 > etc/conf/new; echo 5 > gone/again; chmod 750 opt; touch -d @1000000000 opt
            """;
    private static final String[] FILES = {
        ".wh.gone",
        "gone/again",
        "tmp/x",
        "lone/er/file",
        "srv/deep/est/file",
        "opt/",
        "opt/x",
        "etc/conf/.wh..wh..opq",
        "etc/conf/new"
    };

    @TempDir
    Path directory;

    @Test
    void whatLiesUnderAContainerIsWhatUmociUnpacks() throws Exception {
        var layout = new Layout(directory.resolve("layout"));
        Layout.Layer below = layout.layer(tar("below", BELOW, "."), Compression.GZIP);
        Layout.Layer above = layout.layer(tar("above", ABOVE, "."), Compression.GZIP);

        String ours = lyingUnder(pulled(layout, "tree:1", below, above));

        assertThat(ours).isEqualTo(unpackedByUmoci(0));
        assertThat(ours)
                .contains("security.capability", "user.colour", "deep/null 1 3")
                .doesNotContain("hidden");
    }

    @Test
    void directoriesThatALayerDoesNotNameStayAsTheyAreBelow() throws Exception {
        var layout = new Layout(directory.resolve("layout"));
        Layout.Layer below = layout.layer(tar("below", NAMED, "."), Compression.GZIP);
        Layout.Layer above = layout.layer(tar("above", UNNAMED, FILES), Compression.GZIP);
        Layout.Layer other = layout.layer(tar("other", NAMED + "chmod 770 tmp; chown 1:2 tmp", "."), Compression.GZIP);

        Image image = pulled(layout, "tree:1", below, above);
        Image second = pulled(layout, "tree:2", other, above);
        Image alone = pulled(layout, "tree:3", above);

        assertThat(timeless(lyingUnder(image)))
                .isEqualTo(timeless(unpackedByUmoci(0)))
                .contains("tmp|d|1777|0|0", "srv|d|2750|7|9");
        assertThat(timeless(lyingUnder(second)))
                .isEqualTo(timeless(unpackedByUmoci(1)))
                .contains("tmp|d|770|1|2");
        assertThat(timeless(lyingUnder(alone)))
                .isEqualTo(timeless(unpackedByUmoci(2)))
                .contains("tmp|d|755|0|0");
        assertThat(second.layers()).contains(image.layers().get(1)); // the same one, unpacked once
        assertThat(alone.layers()).hasSize(1);
    }

    private Image pulled(Layout layout, String name, Layout.Layer... layers) throws Exception {
        Witness.require("umoci");
        Witness.require("unshare");
        try (LocalRegistry registry = LocalRegistry.open(directory.resolve("registry " + name))) {
            layout.push(registry, name, layout.image(Layout.HERE, ImageConfig.EMPTY, layers));
            Access access = new Access(variable -> null, DockerConfig.in(directory), null, true, null);
            return ImageStore.under(directory.resolve("data"))
                    .pull(ImageReference.parse(registry.host() + "/" + name), null, access, TransferProgress.NONE)
                    .image();
        }
    }

    private String lyingUnder(Image image) throws IOException, InterruptedException {
        var lowers = new StringJoiner(":");
        for (Path layer : image.layers()) {
            lowers.add(layer.toString());
        }
        Path merged = Files.createDirectories(directory.resolve("merged"));
        Path none = Files.createDirectories(directory.resolve("none")); // an overlay has at least two
        String mount = "mount -t overlay -o lowerdir=" + lowers + ":" + none + " overlay " + merged;
        return listed(
                "unshare -m /bin/sh -c '" + mount + " && cd " + merged + " && " + LIST.replace("'", "'\\''") + "'");
    }

    /** A directory that no layer names has the time of the unpacking. */
    private static String timeless(String listed) {
        return listed.replaceAll("(?m)\\|" + THIS_YEARS + "$", "|now");
    }

    private String listed(String script) throws IOException, InterruptedException {
        Witness.require("setfattr");
        Witness.require("getcap");
        return LocalRegistry.run("/bin/sh", "-c", script);
    }

    private String unpackedByUmoci(int image) throws IOException, InterruptedException {
        Path bundle = directory.resolve("bundle" + image);
        LocalRegistry.run("umoci", "unpack", "--image", directory.resolve("layout") + ":t" + image, bundle.toString());
        return listed("cd " + bundle.resolve("rootfs") + " && " + LIST);
    }

    private byte[] tar(String name, String script, String... files) throws IOException, InterruptedException {
        Path root = Files.createDirectory(directory.resolve(name));
        Path tar = directory.resolve(name + ".tar");
        LocalRegistry.run("/bin/sh", "-e", "-c", "umask 022; cd " + root + "\n" + script);
        List<String> words = new ArrayList<>(List.of("--xattrs", "--xattrs-include=*", "--format=pax", "--sort=name"));
        if (files.length > 1) {
            words.add("--no-recursion");
        }
        words.addAll(List.of("-C", root.toString(), "-cf", tar.toString()));
        words.addAll(List.of(files));
        LocalRegistry.run("/bin/tar", words.toArray(new String[0]));
        return Files.readAllBytes(tar);
    }
}
