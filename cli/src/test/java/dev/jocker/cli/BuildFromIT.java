package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.LocalRegistry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stages begin with: images that a registry has, newer ones of the same name, images by their ids. */
final class BuildFromIT extends BuildTest {
    /** Makes an image of a file with that text, and an archive of it; the digest of its layer. */
    private String base(String text) throws IOException, InterruptedException {
        file("a", text);
        dockerfile("FROM scratch", "COPY a /a");
        built();
        good("save", "-o", archive(text), "t");
        String layer = inspect("t", "{{index .RootFS.Layers 0}}");
        good("rmi", "t");
        return layer;
    }

    private String archive(String text) {
        return scratch.resolve(text + ".tar").toString();
    }

    private void publish(String text, String name) throws Exception {
        LocalRegistry.skopeo("copy", "--dest-tls-verify=false", "docker-archive:" + archive(text), "docker://" + name);
    }

    private String lowest() throws IOException, InterruptedException {
        return inspect("t", "{{index .RootFS.Layers 0}}");
    }

    @Test
    void anImageIsPulledAndANewerOneOnRequest() throws Exception {
        String one = base("one");
        String two = base("two");
        assertThat(two).isNotEqualTo(one);
        LocalRegistry registry = LocalRegistry.open(scratch.resolve("registry"));
        String name = registry.host() + "/base:1";
        try (registry) {
            publish("one", name);
            file("b", "b");
            dockerfile("FROM " + name, "COPY b /b");
            assertThat(built()).contains(" pulling " + name, ": pull complete");
            assertThat(lowest()).isEqualTo(one);
            assertThat(cached(built("--pull"))).as("nothing newer").isEqualTo(1);

            publish("two", name);
            assertThat(built()).doesNotContain("pulling");
            assertThat(lowest()).as("it is here").isEqualTo(one);
            assertThat(cached(built("--pull"))).isZero();
            assertThat(lowest()).as("the newer one").isEqualTo(two);
            assertThat(inspect(name, "{{index .RootFS.Layers 0}}")).isEqualTo(two);

            dockerfile("FROM scratch", "COPY --from=" + registry.host() + "/base:2 /a /a");
            Result missing = build();
            assertThat(missing.status()).isEqualTo(1);
            assertThat(missing.err())
                    .endsWith("jocker: Dockerfile:2: COPY --from=" + registry.host() + "/base:2 /a /a: "
                            + registry.host() + " has no image base with the tag \"2\"\n");
        }
        dockerfile("FROM " + name, "COPY b /b");
        assertThat(cached(built())).as("without the registry").isEqualTo(1);
        assertThat(build("--pull").err().lines().toList().getLast())
                .startsWith("jocker: Dockerfile:1: FROM " + name + ": ");
    }

    @Test
    void anIdMeansAnImageIfItIsAsLongAsImagesShowsIt() throws Exception {
        box();
        String id = inspect("box", "{{.Id}}");
        String digits = id.substring("sha256:".length());
        for (String name : List.of(id, digits, digits.substring(0, 12), digits.substring(0, 20))) {
            dockerfile("FROM " + name, "RUN true");
            built();
            assertThat(lowest()).as(name).isEqualTo(inspect("box", "{{index .RootFS.Layers 0}}"));
        }
        dockerfile("FROM " + digits.substring(0, 11), "RUN true");
        Result less = launcher.jockerUnder(
                List.of("unshare", "-n"), "build", "--progress", "plain", "-t", "u", context.toString());
        assertThat(less.status()).isEqualTo(1);
        assertThat(less.err()).as("a name").contains("library/" + digits.substring(0, 11));
    }
}
