package dev.jocker.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerConfigTest {
    private static final Credentials ME = new Credentials("me", "secret");

    @TempDir
    Path directory;

    @Test
    void keysOfOlderFilesAreAddresses() throws Exception {
        write("""
                {"auths": {"https://host:5000/v2/": {"auth": "YTpi"}, "http://plain/": {"username": "c", "password": "d"}}}
                """);
        assertThat(config().credentials("host:5000")).isEqualTo(new Credentials("a", "b"));
        assertThat(config().credentials("plain")).isEqualTo(new Credentials("c", "d"));
        assertThat(config().credentials("host")).isNull();
    }

    @Test
    void aLoginTakesThePlaceOfOlderOnes() throws Exception {
        write("{\"auths\": {\"https://host/v1/\": {\"auth\": \"YTpi\"}, \"other\": {\"auth\": \"YTpi\"}}}");
        assertThat(config().store("host", ME)).isNull();
        assertThat(config().credentials("host")).isEqualTo(ME);
        assertThat(config().credentials("other")).isNotNull();
        assertThat(config().file()).content().doesNotContain("https://host");
        assertThat(config().erase("host")).isTrue();
        assertThat(config().credentials("host")).isNull();
        assertThat(config().erase("host")).isFalse();
    }

    @Test
    void dockersHubIsCalledAsDockerCallsIt() throws Exception {
        config().store("docker.io", ME);
        assertThat(config().file()).content().contains("\"https://index.docker.io/v1/\"");
        assertThat(config().credentials("docker.io")).isEqualTo(ME);
        assertThat(DockerConfig.host("https://index.docker.io/v1/")).isEqualTo("docker.io");
        assertThat(DockerConfig.host("registry-1.docker.io")).isEqualTo("docker.io");
    }

    @Test
    void podmansLoginForAPartOfARegistryIsNotForAll() throws Exception {
        write("{\"auths\": {\"host/part\": {\"auth\": \"YTpi\"}}}");
        assertThat(config().credentials("host")).isNull();
        config().store("host", ME);
        assertThat(config().erase("host")).isTrue();
        assertThat(config().file()).content().contains("host/part");
    }

    @Test
    void theFileIsForNobodyElseToRead() throws Exception {
        config().store("host", ME);
        assertThat(Files.getPosixFilePermissions(config().file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(config().file().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aLinkToTheFileStaysOne() throws Exception {
        write("{}");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("config.json"), config().file());
        DockerConfig.in(elsewhere).store("host", ME);
        assertThat(link).isSymbolicLink();
        assertThat(config().credentials("host")).isEqualTo(ME);
    }

    @Test
    void theEnvironmentSaysWhichFile() {
        assertThat(DockerConfig.ofHost(Map.of("HOME", "/h")::get).file()).hasToString("/h/.docker/config.json");
        Map<String, String> docker = Map.of("HOME", "/h", "DOCKER_CONFIG", "/d");
        assertThat(DockerConfig.ofHost(docker::get).file()).hasToString("/d/config.json");
        Map<String, String> podman = Map.of("DOCKER_CONFIG", "/d", "REGISTRY_AUTH_FILE", "/p/auth.json");
        assertThat(DockerConfig.ofHost(podman::get).file()).hasToString("/p/auth.json");
    }

    private void write(String json) throws Exception {
        Files.createDirectories(config().file().getParent());
        Files.writeString(config().file(), json);
    }

    private DockerConfig config() {
        return DockerConfig.in(directory.resolve("docker"));
    }
}
