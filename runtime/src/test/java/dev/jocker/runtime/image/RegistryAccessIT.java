package dev.jocker.runtime.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Credentials;
import dev.jocker.runtime.registry.DockerConfig;
import dev.jocker.runtime.registry.Registry;
import dev.jocker.runtime.registry.RegistryException;
import dev.jocker.testing.Certificates;
import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.TokenServer;
import dev.jocker.testing.TunnelProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from registries that want to know who asks, or speak TLS, or are not asked themselves. */
@NeedsRoot
final class RegistryAccessIT {
    private static final String[] LOGIN = {"--dest-creds", LocalRegistry.USER + ":" + LocalRegistry.PASSWORD};
    private static final Credentials SOMEBODY = new Credentials(LocalRegistry.USER, LocalRegistry.PASSWORD);

    @TempDir
    Path directory;

    private ImageStore store;
    private Layout layout;
    private Descriptor image;

    @BeforeEach
    void empty() throws IOException {
        store = ImageStore.under(directory.resolve("data"));
        layout = new Layout(directory.resolve("layout"));
        image = layout.image(
                Layout.HERE,
                ImageConfig.EMPTY,
                layout.layer(new Archive().file("file", "x").bytes(), Compression.GZIP));
    }

    @Test
    void aPasswordIsTakenFromDockersFile() throws Exception {
        try (LocalRegistry registry = LocalRegistry.withPassword(directory.resolve("registry"))) {
            layout.push(registry, "box:1", image, LOGIN);
            String name = registry.host() + "/box:1";

            assertThatThrownBy(() -> pull(name, access()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage(registry.host()
                            + " does not give box: it is not there, or needs a login that may (jocker login "
                            + registry.host() + ")");
            assertThatThrownBy(() -> pull(name, access().as(new Credentials("somebody", "wrong"))))
                    .isInstanceOf(RegistryException.class);
            assertThat(store.list()).isEmpty();

            DockerConfig config = DockerConfig.in(directory.resolve("docker"));
            assertThat(config.store(registry.host(), SOMEBODY)).isNull();
            assertThat(pull(name, access()).changed()).isTrue();
            assertThat(config.erase(registry.host())).isTrue();
            assertThat(config.credentials(registry.host())).isNull();
        }
    }

    @Test
    void aLoginIsTried() throws Exception {
        try (LocalRegistry registry = LocalRegistry.withPassword(directory.resolve("registry"))) {
            Registry.named(registry.host(), access().as(SOMEBODY)).check();
            assertThatThrownBy(() -> Registry.named(registry.host(), access().as(new Credentials("x", "y")))
                            .check())
                    .hasMessage(registry.host() + " does not take this user and password");
        }
    }

    @Test
    void aLoginIsTriedWhereTokensAreGiven() throws Exception {
        Certificates certificates = Certificates.in(directory.resolve("certificates"));
        try (var tokens = TokenServer.start(certificates);
                LocalRegistry registry = LocalRegistry.withTokens(
                        directory.resolve("registry"), tokens.realm(), certificates.certificate())) {
            Registry.named(registry.host(), access().as(SOMEBODY)).check();
            assertThatThrownBy(() -> Registry.named(registry.host(), access().as(new Credentials("x", "y")))
                            .check())
                    .isInstanceOf(RegistryException.class)
                    .hasMessageStartingWith(registry.host() + " does not take the login of x");
        }
    }

    @Test
    void aTokenIsFetchedFromWhereTheRegistrySays() throws Exception {
        Certificates certificates = Certificates.in(directory.resolve("certificates"));
        try (var tokens = TokenServer.start(certificates);
                LocalRegistry registry = LocalRegistry.withTokens(
                        directory.resolve("registry"), tokens.realm(), certificates.certificate())) {
            layout.push(registry, "box:1", image, LOGIN);

            assertThatThrownBy(() -> pull(registry.host() + "/box:1", access()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("jocker login " + registry.host());
            assertThat(pull(registry.host() + "/box:1", access().as(SOMEBODY)).changed())
                    .isTrue();
            assertThat(tokens.scopes()).contains("repository:box:pull");
        }
    }

    @Test
    void aCertificateHasToBeTrusted() throws Exception {
        Certificates certificates = Certificates.in(directory.resolve("certificates"));
        try (LocalRegistry registry = LocalRegistry.withTls(directory.resolve("registry"), certificates)) {
            layout.push(registry, "box:1", image);
            String name = registry.host() + "/box:1";

            assertThatThrownBy(() -> pull(name, access()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("does not trust the certificate of " + registry.host());
            Path authorities = certificates.certificate().getParent();
            assertThat(pull(name, access().withCertificates(authorities)).changed())
                    .isTrue();
            store.remove(name, layer -> false);
            assertThat(pull(name, access().unverified()).changed()).isTrue();
        }
    }

    @Test
    void aProxyOfTheEnvironmentIsUsed() throws Exception {
        Certificates certificates = Certificates.in(directory.resolve("certificates"));
        try (LocalRegistry registry = LocalRegistry.withTls(directory.resolve("registry"), certificates);
                var proxy = TunnelProxy.to(registry.port())) {
            layout.push(registry, "box:1", image);
            Map<String, String> environment = Map.of("HTTPS_PROXY", "http://who:what@127.0.0.1:" + proxy.port());
            Access through = new Access(
                    environment::get,
                    DockerConfig.in(directory),
                    null,
                    true,
                    certificates.certificate().getParent());

            assertThat(pull("registry.test/box:1", through).changed()).isTrue();
            assertThat(proxy.heads()).allMatch(head -> head.startsWith("CONNECT registry.test:443 "));
            assertThat(proxy.heads()).anyMatch(head -> head.contains(": Basic d2hvOndoYXQ="));
        }
    }

    @Test
    void aProxyThatDoesNotDoItIsNamed() throws Exception {
        assertThatThrownBy(() -> pull("registry.test/box:1", through("HTTPS_PROXY", "http://127.0.0.1:1")))
                .hasMessage("the proxy 127.0.0.1:1 of the environment cannot be reached: nobody listens there:"
                        + " Connection refused");
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> askForPasswords(proxy));
            String address = "127.0.0.1:" + proxy.getLocalPort();
            String wanted = "the proxy " + address + " wants another user and password";

            assertThatThrownBy(() -> pull("registry.test/box:1", through("HTTPS_PROXY", address)))
                    .hasMessage(wanted);
            assertThatThrownBy(() -> pull(
                            "registry.test/box:1",
                            through("HTTP_PROXY", address).unverified()))
                    .as("by http there is a way")
                    .hasMessage(wanted);
            assertThatThrownBy(() -> pull("registry.test/box:1", through("HTTPS_PROXY", "socks5://" + address)))
                    .hasMessage("the proxy " + address + " of the environment does not answer as one of its kind");
        }
    }

    private Access through(String variable, String proxy) {
        return new Access(Map.of(variable, proxy)::get, DockerConfig.in(directory), null, true, null);
    }

    /** Whoever comes, until the socket is closed. */
    private static void askForPasswords(ServerSocket proxy) {
        while (!proxy.isClosed()) {
            try (Socket peer = proxy.accept()) {
                peer.getInputStream().read(new byte[4096]);
                peer.getOutputStream()
                        .write("HTTP/1.1 407 Who?\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            } catch (IOException e) {
                // it has been closed, or the peer has gone
            }
        }
    }

    @Test
    void aMirrorIsAskedFirst() throws Exception {
        try (LocalRegistry mirror = LocalRegistry.open(directory.resolve("mirror"));
                LocalRegistry registry = LocalRegistry.open(directory.resolve("registry"))) {
            layout.push(mirror, "library/box:1", image);
            layout.push(registry, "box:2", image);
            String mirrors = "http://" + mirror.host() + ", " + registry.host() + "=http://" + mirror.host();
            Access access = new Access(
                    Map.of("JOCKER_REGISTRY_MIRRORS", mirrors)::get, DockerConfig.in(directory), null, true, null);

            assertThat(pull("box:1", access).image().references()).hasToString("[docker.io/library/box:1]");
            assertThat(pull(registry.host() + "/box:2", access).image().references())
                    .as("what the mirror has not, the registry has")
                    .hasSize(2);
        }
    }

    @Test
    void theRegistryIsTriedWithoutTls() throws Exception {
        try (LocalRegistry registry = LocalRegistry.open(directory.resolve("registry"))) {
            layout.push(registry, "box:1", image);
            assertThat(pull("localhost:" + registry.port() + "/box:1", access()).changed())
                    .isTrue();
        }
        assertThatThrownBy(() -> pull("127.0.0.1:1/box", access()))
                .hasMessageContaining("127.0.0.1:1 cannot be reached: nobody listens there");
    }

    @Test
    void tagsAreListed() throws Exception {
        try (LocalRegistry registry = LocalRegistry.open(directory.resolve("registry"))) {
            layout.push(registry, "box:1", image);
            layout.push(registry, "box:2", image);
            assertThat(Registry.named(registry.host(), access()).tags("box")).containsExactlyInAnyOrder("1", "2");
        }
    }

    private ImageStore.Pulled pull(String name, Access access) throws IOException {
        return store.pull(ImageReference.parse(name), null, access, TransferProgress.NONE);
    }

    private Access access() {
        return new Access(variable -> null, DockerConfig.in(directory.resolve("docker")), null, true, null);
    }
}
