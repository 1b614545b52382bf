package dev.jocker.cli;

import static dev.jocker.cli.FakeContainers.container;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.output.Moments;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.image.ImageStore.Step;
import dev.jocker.runtime.oci.ImageConfiguration.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageVerbsTest extends CommandLineTest {
    private static final String ID = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OTHER = "sha256:" + "fedcba9876543210".repeat(4);
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private final Instant then = Instant.now().minusSeconds(2 * 3600 + 60);

    @BeforeEach
    void twoImages() {
        Map<String, String> labels = Map.of("kind", "small");
        engine.images.add(new ImageRow("alpine", "3.20", ID, then, 7_800_000, DIGEST, labels));
        engine.images.add(new ImageRow("alpine", "latest", ID, then, 7_800_000, null, labels));
        engine.images.add(new ImageRow(null, null, OTHER, then.minusSeconds(9), 1_000, null, Map.of()));
    }

    @Test
    void listsImages() {
        assertThat(jocker("images")).isZero();
        assertThat(out()).isEqualTo("""
                REPOSITORY   TAG      IMAGE ID       CREATED       SIZE
                alpine       3.20     0123456789ab   2 hours ago   7.8MB
                alpine       latest   0123456789ab   2 hours ago   7.8MB
                <none>       <none>   fedcba987654   2 hours ago   1kB
                """);
    }

    @Test
    void listsIdsOnceEach() {
        assertThat(jocker("images -q")).isZero();
        assertThat(out().lines()).containsExactly("0123456789ab", "fedcba987654");
        assertThat(jocker("image ls -aq --no-trunc")).isZero();
        assertThat(out().lines()).containsExactly(ID, OTHER);
    }

    @Test
    void listsDigests() {
        assertThat(jocker("images --digests alpine")).isZero();
        assertThat(out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "REPOSITORY TAG DIGEST IMAGE ID CREATED SIZE",
                        "alpine 3.20 " + DIGEST + " 0123456789ab 2 hours ago 7.8MB",
                        "alpine latest <none> 0123456789ab 2 hours ago 7.8MB");
    }

    @Test
    void listsThoseOfAName() {
        assertThat(jocker("images alpine:3.20")).isZero();
        assertThat(out().lines()).hasSize(2).last().asString().startsWith("alpine       3.20");
        assertThat(jocker("images alpine")).isZero();
        assertThat(out().lines()).hasSize(3);
        assertThat(jocker("images al*:latest")).isZero();
        assertThat(out().lines()).hasSize(2);
        assertThat(jocker("images debian")).isZero();
        assertThat(out().lines()).hasSize(1);
        assertThat(jocker("images a b")).isEqualTo(125);
    }

    @Test
    void filtersImages() {
        assertThat(filtered("dangling=true")).containsExactly("<none>");
        assertThat(filtered("dangling=false")).containsExactly("alpine", "alpine");
        assertThat(filtered("label=kind")).hasSize(2);
        assertThat(filtered("label=kind=large")).isEmpty();
        assertThat(filtered("label!=kind=small")).containsExactly("<none>");
        assertThat(filtered("reference=*:3.*")).containsExactly("alpine");
        assertThat(filtered("before=alpine")).containsExactly("<none>");
        assertThat(filtered("since=alpine")).isEmpty();
        assertThat(filtered("until=1h")).hasSize(3);
        assertThat(filtered("until=3h")).isEmpty();
        engine.kept.id = OTHER;
        assertThat(filtered("since=fedcba")).hasSize(2);
    }

    private List<String> filtered(String filter) {
        assertThat(jocker("images --format {{.Repository}} --filter " + filter))
                .as(err())
                .isZero();
        return out().lines().toList();
    }

    @Test
    void aFilterThatIsWrongIsSaid() {
        assertThat(jocker("images --filter dangling=perhaps")).isEqualTo(125);
        assertThat(err()).contains("dangling=perhaps: expected true or false");
        assertThat(jocker("images --filter colour=red")).isEqualTo(125);
        assertThat(err()).contains("there is no filter colour");
        assertThat(jocker("images --filter before=missing")).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: no such image: missing\n");
        assertThat(jocker("images [a")).isEqualTo(125);
        assertThat(err()).contains("\"[a\" is no pattern");
    }

    @Test
    void listsAsJson() {
        assertThat(jocker("images --format json alpine:3.20")).isZero();
        assertThat(out())
                .isEqualTo("{\"Repository\":\"alpine\",\"Tag\":\"3.20\",\"Digest\":\"" + DIGEST
                        + "\",\"ID\":\"0123456789ab\",\"CreatedAt\":\"" + Moments.local(then)
                        + "\",\"CreatedSince\":\"2 hours ago\",\"Size\":\"7.8MB\",\"VirtualSize\":\"7.8MB\","
                        + "\"SharedSize\":\"N/A\",\"UniqueSize\":\"N/A\",\"Containers\":\"N/A\"}\n");
    }

    @Test
    void anImageThatDoesNotSayWhenIsListedToo() {
        engine.images.add(new ImageRow("old", "1", OTHER, null, 5, null, Map.of()));
        assertThat(jocker("images --format {{.CreatedAt}}-{{.CreatedSince}} old"))
                .isZero();
        assertThat(out()).isEqualTo("N/A-N/A\n");
    }

    @Test
    void tagsAnImage() {
        assertThat(jocker("tag box mine:2")).isZero();
        assertThat(jocker("image tag 0123 localhost:5000/box")).isZero();
        assertThat(engine.kept.asked)
                .containsExactly("tag box docker.io/library/mine:2", "tag 0123 localhost:5000/box:latest");
        assertThat(jocker("tag box")).isEqualTo(125);
        assertThat(jocker("tag box MINE")).isEqualTo(1);
        assertThat(err()).contains("names of images are in lower case").hasLineCount(1);
    }

    @Test
    void showsHowAnImageCameToBe() {
        String command = "/bin/sh -c apt-get install -y --no-install-recommends\tbuild-essential";
        engine.kept.steps.add(new Step(new History(then, command, null, "the last", false), 1_500));
        engine.kept.steps.add(new Step(new History(null, null, null, null, true), 0));
        assertThat(jocker("history box")).as(err()).isZero();
        assertThat(out()).isEqualTo("""
                IMAGE          CREATED       CREATED BY                                      SIZE    COMMENT
                0123456789ab   2 hours ago   /bin/sh -c apt-get install -y --no-install-r…   1.5kB   the last
                <missing>      N/A                                                           0B
                """);
        assertThat(jocker("image history -H=false --no-trunc box")).isZero();
        assertThat(out().lines().findFirst().orElseThrow()).matches("IMAGE +CREATED AT +CREATED BY +SIZE +COMMENT");
        assertThat(out()).contains(ID, Moments.zoned(then), command.replace('\t', ' '), " 1500 ");
        assertThat(jocker("history -q box")).isZero();
        assertThat(out().lines()).containsExactly("0123456789ab", "<missing>");
        assertThat(jocker("history --format {{.ID}}={{.Size}} box")).isZero();
        assertThat(out().lines()).containsExactly("0123456789ab=1.5kB", "<missing>=0B");
        assertThat(jocker("history missing")).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: no such image: missing\n");
    }

    @Test
    void prunesImagesWithoutAName() {
        assertThat(jocker("image prune")).as(err()).isZero();
        assertThat(out()).contains("without a name", "Are you sure");
        assertThat(engine.kept.asked).isEmpty();
        input = "y\n".getBytes(UTF_8);
        assertThat(jocker("image prune")).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole " + OTHER);
        assertThat(out())
                .endsWith("Deleted Images:\ndeleted: " + OTHER
                        + "\ndeleted: sha256:layer\n\nTotal reclaimed space: 1.5kB\n");
    }

    @Test
    void prunesAllThatNoContainerIsMadeOf() {
        assertThat(jocker("image prune -af --filter label=kind")).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole " + ID);
        engine.kept.asked.clear();
        engine.containers.all.add(FakeContainers.of(container("12", "user", ContainerStatus.EXITED), ID));
        assertThat(jocker("image prune -af")).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole " + OTHER);
        engine.kept.asked.clear();
        assertThat(jocker("image prune -af --filter until=3h")).isZero();
        assertThat(engine.kept.asked).isEmpty();
        assertThat(out()).isEqualTo("Total reclaimed space: 0B\n");
        assertThat(jocker("image prune -f --filter dangling=true")).isEqualTo(125);
        assertThat(jocker("image prune box")).isEqualTo(125);
    }

    @Test
    void pruningTheSystemTakesImagesToo() {
        assertThat(jocker("system prune -f")).as(err()).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole " + OTHER);
        engine.kept.asked.clear();
        assertThat(jocker("system prune -af --filter label=kind")).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole " + ID);
    }

    @Test
    void aPlatformThatIsNoneIsSaid() {
        for (String verb : List.of("pull", "run", "create")) {
            assertThat(jocker(verb + " --platform foo box")).isEqualTo(125);
            assertThat(err())
                    .startsWith("jocker " + verb
                            + ": --platform \"foo\": expected OS/ARCHITECTURE[/VARIANT], for example linux/arm64\n");
        }
    }

    @Test
    void givesARegistryAnImage() {
        assertThat(jocker("push --tls-verify=false localhost:5000/box:1")).isZero();
        assertThat(engine.kept.asked).containsExactly("push localhost:5000/box:1 unverified");
        assertThat(out()).isEqualTo("""
                The push refers to repository [localhost:5000/box]
                111111111111: Compressing
                111111111111: Pushing
                111111111111: Pushed
                1: digest: sha256:2222222222222222222222222222222222222222222222222222222222222222 size: 321
                """);
        assertThat(jocker("image push -q box")).isZero();
        assertThat(out()).isEqualTo("docker.io/library/box:latest\n");
        assertThat(jocker("push")).isEqualTo(125);
    }

    @Test
    void givesARegistryAllTags() {
        assertThat(jocker("push -aq alpine")).isZero();
        assertThat(engine.kept.asked)
                .containsExactly("push docker.io/library/alpine:3.20", "push docker.io/library/alpine:latest");
        assertThat(jocker("push -a alpine:3.20")).isEqualTo(125);
        assertThat(jocker("push -a debian")).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: no such image: debian\n");
    }

    @Test
    void aPushOfWhatIsNotThereDoesNotBegin() {
        assertThat(jocker("push missing")).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("jocker: no such image: missing:latest\n");
    }

    @Test
    void aPushThatFailsIsOneLine() {
        engine.kept.failure = new IOException("the registry has gone");
        assertThat(jocker("push box")).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: the registry has gone\n");
    }

    @Test
    void aLoginNeedsAWholeAnswer() {
        assertThat(jocker("login -u me -p x --password-stdin host")).isEqualTo(125);
        assertThat(jocker("login --password-stdin host")).isEqualTo(125);
        assertThat(jocker("login -u me --password-stdin host")).isEqualTo(125);
        assertThat(err()).contains("it takes a user and a password");
        assertThat(jocker("login a b")).isEqualTo(125);
        assertThat(jocker("login https://")).isEqualTo(125);
        assertThat(err()).contains("\"https://\" is no server");
        assertThat(engine.kept.asked).isEmpty();
    }

    @Test
    void aLoginThatIsRefusedIsNotKept() {
        engine.kept.failure = new IOException("host does not take this user and password");
        input = "secret\n".getBytes(UTF_8);
        assertThat(jocker("login -u me --password-stdin https://host/v1/")).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: host does not take this user and password\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void importsAFile(@TempDir Path directory) throws Exception {
        Path archive = Files.writeString(directory.resolve("root.tar"), "bytes");
        assertThat(jocker(List.of("import", archive.toString(), "box:1"))).isZero();
        assertThat(engine.imported).isEqualTo("box:1, Imported from -, {}");
        assertThat(engine.archive).asString(UTF_8).isEqualTo("bytes");
        assertThat(out().lines()).containsExactly("sha256:0123456789abcdef");
    }

    @Test
    void importsWithoutANameAndWithChanges() {
        input = "piped".getBytes(UTF_8);
        assertThat(jocker(List.of("import", "-c", "CMD [\"sh\"]", "--change", "USER me", "-m", "a root", "-")))
                .isZero();
        assertThat(engine.imported).isEqualTo("nameless, a root, {\"Cmd\":[\"sh\"],\"User\":\"me\"}");
        assertThat(out()).isEqualTo("sha256:0123456789abcdef\n");
        assertThat(jocker(List.of("import", "-c", "RUN ls", "-"))).isEqualTo(125);
        assertThat(err()).startsWith("jocker import: --change:1: RUN ls: ");
        assertThat(jocker("import")).isEqualTo(125);
        assertThat(jocker("import - a b")).isEqualTo(125);
        assertThat(jocker("import - -Box")).isEqualTo(125);
    }

    @Test
    void importsStandardInput() {
        input = "piped".getBytes(UTF_8);
        assertThat(jocker("import - box")).isZero();
        assertThat(engine.archive).asString(UTF_8).isEqualTo("piped");
    }

    @Test
    void importOfAFileThatIsNotThereSaysWhich() {
        assertThat(jocker("import /nowhere/root.tar box")).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: /nowhere/root.tar: no such file or directory");
    }

    @Test
    void removesAllItCanAndReportsEachThatFailed() {
        assertThat(jocker("rmi a missing b missing2")).isEqualTo(1);
        assertThat(engine.kept.asked).containsExactly("remove a", "remove b");
        assertThat(out().lines()).containsExactly("Untagged: a", "Untagged: b");
        assertThat(err().lines()).containsExactly("jocker: no such image: missing", "jocker: no such image: missing2");
    }

    @Test
    void whatIsNotThereIsNoFailureWithForce() {
        assertThat(jocker("rmi -f missing a")).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole a");
        assertThat(err()).isEqualTo("jocker: no such image: missing\n");
    }

    @Test
    void removesAllNamesIfToldTwice() {
        assertThat(jocker("image rm -f 0123")).isZero();
        assertThat(engine.kept.asked).containsExactly("remove whole 0123");
        assertThat(out().lines()).containsExactly("Deleted: 0123", "Deleted: sha256:layer");
    }
}
