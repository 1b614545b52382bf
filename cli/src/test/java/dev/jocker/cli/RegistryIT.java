package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Certificates;
import dev.jocker.testing.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code login}, {@code push} and {@code logout}, with what docker keeps of a login. */
final class RegistryIT extends ContainerTest {
    private static final String CONFIG = """
            {"HttpHeaders":{"X-Meta":"kept"},"auths":{"other.example":{"auth":"eDp5"}}}
            """;
    /** Keeps what it is told in files that are called as the server is. */
    private static final String HELPER = """
            #!/bin/sh
            echo "$1" >> %1$s/asked
            case $1 in
            store)
              sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/;s,/,_,g' > %1$s/key <<END
            $(tee %1$s/stored)
            END
              cp %1$s/stored "%1$s/kept-$(cat %1$s/key)" ;;
            get)
              read -r server
              cat "%1$s/kept-$server" 2> /dev/null || { echo "credentials not found in native keychain"; exit 1; } ;;
            erase)
              read -r server
              rm "%1$s/kept-$server" ;;
            esac
            """;

    private final Map<String, String> environment = new HashMap<>();
    private Path config;
    private LocalRegistry registry;
    private String name;

    @BeforeEach
    void anImageAndARegistry() throws Exception {
        config = Files.createDirectory(scratch.resolve("docker")).resolve("config.json");
        environment.put("DOCKER_CONFIG", config.getParent().toString());
        registry = LocalRegistry.withPassword(scratch.resolve("registry"));
        name = registry.host() + "/box:1";
        Path root = Files.createDirectory(scratch.resolve("root"));
        Files.writeString(root.resolve("file"), "text");
        assertThat(jocker("init", root.toString(), name).status()).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        assertThat(jocker("image", "prune", "-af").status()).isZero();
    }

    private Result in(String input, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = launcher.builder(List.of(), words);
        builder.environment().putAll(environment);
        return Launcher.finish(builder, input.getBytes(UTF_8));
    }

    private Result login() throws IOException, InterruptedException {
        return in(
                LocalRegistry.PASSWORD + "\n", "login", "-u", LocalRegistry.USER, "--password-stdin", registry.host());
    }

    private void assertGood(Result result) {
        assertThat(result.status()).as(result.err()).isZero();
    }

    private void assertRefused(Result result, String message) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("jocker: " + message + "\n");
    }

    private String needsALogin() {
        return registry.host() + " does not take box: that needs a login that may (jocker login " + registry.host()
                + ")";
    }

    @Test
    void aLoginIsKeptAsDockerKeepsIt() throws Exception {
        Files.writeString(config, CONFIG);
        assertRefused(in("", "push", name), needsALogin());

        Result login = login();
        assertGood(login);
        assertThat(login.out()).isEqualTo("Login Succeeded\n");
        assertThat(login.err()).contains(config.toString()).hasLineCount(1);
        assertThat(Files.getPosixFilePermissions(config)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(config).content().contains("\"X-Meta\": \"kept\"", "\"auth\": \"eDp5\"", registry.host());
        try (var files = Files.list(config.getParent())) {
            assertThat(files).containsExactly(config);
        }

        Result push = in("", "push", name);
        assertGood(push);
        String digest = push.out().lines().toList().getLast().split(" ", -1)[2];
        assertThat(push.out().lines())
                .startsWith("The push refers to repository [" + registry.host() + "/box]")
                .last()
                .asString()
                .matches("1: digest: sha256:[0-9a-f]{64} size: [0-9]+");
        assertThat(LocalRegistry.skopeo(
                        "inspect",
                        "--tls-verify=false",
                        "--authfile",
                        config.toString(),
                        "--format",
                        "{{.Digest}}",
                        "docker://" + name))
                .isEqualTo(digest + "\n");
        assertThat(jocker("images", "--digests", "--format", "{{.Digest}}").out())
                .isEqualTo(digest + "\n");
        assertThat(jocker("inspect", "-f", "{{.RepoDigests}}", name).out())
                .isEqualTo("[" + registry.host() + "/box@" + digest + "]\n");

        assertThat(jocker("rmi", name).status()).isZero();
        assertGood(in("", "pull", registry.host() + "/box@" + digest));

        assertThat(in("", "logout", registry.host()).out())
                .isEqualTo("Removing login credentials for " + registry.host() + "\n");
        assertThat(config).content().contains("kept", "eDp5").doesNotContain(registry.host());
        assertThat(in("", "logout", registry.host()).out()).isEqualTo("Not logged in to " + registry.host() + "\n");
    }

    @Test
    void whatARegistryDoesNotTakeIsNotKept() throws Exception {
        Files.writeString(config, CONFIG);
        assertRefused(
                in("", "login", "-u", LocalRegistry.USER, "-p", "wrong", registry.host()),
                registry.host() + " does not take this user and password");
        assertThat(config).content().isEqualTo(CONFIG);
        assertRefused(
                in("", "login", "-u", "x", "-p", "y", "127.0.0.1:1"),
                "127.0.0.1:1 cannot be reached: nobody listens there: Connection refused");
        assertThat(config).content().isEqualTo(CONFIG);
        Result nobody = in("", "login", registry.host());
        assertThat(nobody.status()).isEqualTo(125);
        assertThat(nobody.err()).contains("there is no terminal to ask at");
    }

    @Test
    void aLoginIsGivenToTheHelperThatTheFileNames() throws Exception {
        Path kept = helper(HELPER);
        Files.writeString(config, "{\"credsStore\":\"test\"}");

        Result login = login();
        assertGood(login);
        assertThat(login.err()).isEmpty();
        assertThat(config)
                .content()
                .contains("\"" + registry.host() + "\": {}")
                .doesNotContain(LocalRegistry.PASSWORD, "\"auth\"");
        assertThat(kept.resolve("kept-" + registry.host())).content().contains("\"Secret\":\"secret\"");
        assertGood(in("", "push", "-q", name));

        assertThat(in("", "logout", registry.host()).out()).startsWith("Removing login credentials");
        assertThat(kept.resolve("kept-" + registry.host())).doesNotExist();
        assertThat(config).content().doesNotContain(registry.host());
        assertRefused(in("", "push", name), needsALogin());
        assertThat(kept.resolve("asked")).content().contains("store\n", "get\n", "erase\n");
    }

    @Test
    void aHelperOfOneRegistryComesBeforeTheOthers() throws Exception {
        Path kept = helper(HELPER);
        Files.writeString(
                config, "{\"credsStore\":\"missing\",\"credHelpers\":{\"" + registry.host() + "\":\"test\"}}");
        assertGood(login());
        assertThat(kept.resolve("kept-" + registry.host())).exists();
        assertGood(in("", "push", "-q", name));
    }

    @Test
    void aHelperThatFailsIsSaid() throws Exception {
        Files.writeString(config, "{\"credsStore\":\"missing\"}");
        Result missing = login();
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err())
                .startsWith("jocker: the credential helper docker-credential-missing cannot be run")
                .hasLineCount(1);
        assertThat(config).content().isEqualTo("{\"credsStore\":\"missing\"}");

        helper("#!/bin/sh\ncat > /dev/null\necho the ring is locked\nexit 1\n%1$.0s");
        Files.writeString(config, "{\"credsStore\":\"test\"}");
        assertRefused(login(), "the credential helper docker-credential-test failed: the ring is locked");
        assertRefused(in("", "push", name), "the credential helper docker-credential-test failed: the ring is locked");
    }

    /** docker-credential-test on the PATH: the directory where it keeps things. */
    private Path helper(String script) throws IOException {
        Path directory = Files.createDirectories(scratch.resolve("bin"));
        Path program = directory.resolve("docker-credential-test");
        Files.writeString(program, script.formatted(directory));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("PATH", directory + ":" + System.getenv("PATH"));
        return directory;
    }

    @Test
    void podmansFileIsUsedWhereItIsNamed() throws Exception {
        Path file = scratch.resolve("containers/auth.json");
        environment.put("REGISTRY_AUTH_FILE", file.toString());
        assertGood(login());
        assertThat(file).exists();
        assertThat(Files.getPosixFilePermissions(file.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(config).doesNotExist();
        LocalRegistry.skopeo("copy", "--authfile", file.toString(), "--dest-tls-verify=false", layout(), docker());
    }

    private String layout() {
        return "oci:" + launcher.data().resolve("images") + ":" + name;
    }

    private String docker() {
        return "docker://" + name;
    }

    @Test
    void aRegistryOfTheTestsOwnAuthorityIsSpokenToInTls() throws Exception {
        Certificates certificates = Certificates.in(scratch.resolve("certificates"));
        String authorities = certificates.certificate().getParent().toString();
        try (LocalRegistry secure = LocalRegistry.withTls(scratch.resolve("secure"), certificates)) {
            String there = secure.host() + "/box:1";
            assertThat(jocker("tag", name, there).status()).isZero();
            Result untrusted = in("", "push", there);
            assertThat(untrusted.status()).isEqualTo(1);
            assertThat(untrusted.err())
                    .startsWith("jocker: this machine does not trust the certificate of " + secure.host())
                    .hasLineCount(1);
            assertGood(in("", "push", "--cert-dir", authorities, there));
            assertThat(jocker("rmi", there).status()).isZero();
            assertGood(in("", "pull", "--tls-verify=false", there));
        }
    }

    @Test
    void allTagsArePushed() throws Exception {
        assertGood(login());
        assertThat(jocker("tag", name, registry.host() + "/box:2").status()).isZero();
        Result push = in("", "push", "-a", registry.host() + "/box");
        assertGood(push);
        assertThat(push.out().lines().filter(line -> line.contains(": digest: sha256:")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("1: ") || line.startsWith("2: "));
        assertThat(LocalRegistry.skopeo(
                        "list-tags",
                        "--tls-verify=false",
                        "--authfile",
                        config.toString(),
                        "docker://" + registry.host() + "/box"))
                .contains("\"1\"", "\"2\"");
    }

    @Test
    void whatIsOnlyHereIsNotPushed() throws Exception {
        String mine = registry.host() + "/mine:1";
        assertThat(jocker("create", "--network", "none", "--name", "maker", "host", "true")
                        .status())
                .isZero();
        assertThat(jocker("commit", "maker", mine).status()).isZero();
        assertThat(jocker("rm", "maker").status()).isZero();
        assertRefused(
                in("", "push", mine),
                "image " + mine + " lies on this machine's own files, and is of no use elsewhere");
        assertRefused(in("", "push", "nobody"), "no such image: nobody:latest");
        assertThat(jocker("push", "BOX").err()).contains("names of images are in lower case");
    }
}
