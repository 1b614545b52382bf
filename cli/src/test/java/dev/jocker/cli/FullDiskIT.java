package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Images and volumes where there is no room for them: one line, the store as it was, nothing left. */
final class FullDiskIT extends ContainerTest {
    private static final int BIG = 4 << 20;

    /**
     * What is done on a small disk in a mount namespace of its own: {@code $1} is to be there, the rest is a jocker command. It prints the
     * exit status and standard error, and what has changed; then does it again with room.
     */
    private static final String SCRIPT = """
            set -e
            mount -t tmpfs -o size=128m none "$DISK"
            export JOCKER_DATA=$DISK/data
            state() { (cd "$JOCKER_DATA" && find . -type f ! -path ./lock ! -name 'events*' -exec sha256sum {} + | sort -k 2
                find . -type d | sort) }
            "$JOCKER" init "$ROOT" small > /dev/null
            "$JOCKER" run --name one small cp /srv/data/big /made
            "$JOCKER" volume create other > /dev/null
            state > "$DISK/before"
            dd if=/dev/zero of="$DISK/filler" bs=64k 2> /dev/null || true
            dd if=/dev/null of="$DISK/filler" bs=64k seek=$(($(stat -c %s "$DISK/filler") / 65536 - 16)) 2> /dev/null
            for turn in full room; do
                [ $turn = full ] || rm "$DISK/filler"
                for what in "import $ARCHIVE imported" "load -q -i $IMAGES" "pull -q $REMOTE" "commit one committed" \\
                    "run --rm -v vol:/srv/data small true" "run --rm -v /srv/data small true"; do
                    status=0
                    "$JOCKER" $what > /dev/null 2> "$ERRORS" || status=$?
                    echo "$turn: $status: $what"
                    [ $turn = room ] || sed 's/^/said: /' "$ERRORS"
                    if [ $turn = full ]; then
                        state > "$STATE"
                        diff "$DISK/before" "$STATE" | sed 's/^/changed: /'
                    fi
                done
            done
            "$JOCKER" rm one > /dev/null
            """;

    @Test
    void whatDoesNotFitIsNotThere() throws Exception {
        Path root = busyboxRoot("root");
        Files.createSymbolicLink(root.resolve("bin/cp"), Path.of("busybox"));
        byte[] noise = new byte[BIG];
        new Random(1).nextBytes(noise);
        Files.createDirectories(root.resolve("srv/data"));
        Files.write(root.resolve("srv/data/big"), noise);
        Path other = busyboxRoot("other");
        new Random(2).nextBytes(noise);
        Files.write(other.resolve("big"), noise);
        Path archive = scratch.resolve("other.tar");
        LocalRegistry.run("tar", "-C", other.toString(), "-cf", archive.toString(), ".");
        Path images = scratch.resolve("images.tar");
        for (List<String> words : List.of(
                List.of("init", other.toString(), "other"), List.of("save", "-o", images.toString(), "other"))) {
            Result result = jocker(words.toArray(new String[0]));
            assertThat(result.status()).as(result.err()).isZero();
        }
        jocker("rmi", "other");
        try (var registry = LocalRegistry.open(scratch.resolve("registry"))) {
            String remote = registry.host() + "/other:1";
            LocalRegistry.skopeo("copy", "--dest-tls-verify=false", "docker-archive:" + images, "docker://" + remote);
            List<String> lines = run(root, archive, images, remote);
            assertThat(lines).filteredOn(line -> line.startsWith("changed: ")).isEmpty();
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("full: "))
                    .hasSize(6)
                    .noneMatch(line -> line.startsWith("full: 0"));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("said: "))
                    .hasSize(6)
                    .allMatch(line -> line.startsWith("said: jocker: ") && line.contains("No space left on device"));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("room: "))
                    .hasSize(6)
                    .allMatch(line -> line.startsWith("room: 0"));
        }
    }

    private List<String> run(Path root, Path archive, Path images, String remote)
            throws IOException, InterruptedException {
        ProcessBuilder builder = launcher.with(new ProcessBuilder(
                Witness.require("unshare").toString(), "-m", "--propagation", "private", "sh", "-c", SCRIPT));
        builder.environment().put("JOCKER", Launcher.script());
        builder.environment()
                .put("DISK", Files.createDirectory(scratch.resolve("disk")).toString());
        builder.environment().put("ROOT", root.toString());
        builder.environment().put("ARCHIVE", archive.toString());
        builder.environment().put("IMAGES", images.toString());
        builder.environment().put("REMOTE", remote);
        builder.environment().put("ERRORS", scratch.resolve("errors").toString());
        builder.environment().put("STATE", scratch.resolve("state").toString());
        Result result = Launcher.finish(builder, new byte[0]);
        assertThat(result.status()).as(result.err()).isZero();
        return result.lines();
    }
}
