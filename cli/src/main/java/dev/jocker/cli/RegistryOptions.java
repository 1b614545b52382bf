package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.registry.Access;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The options that say how a registry is reached, with podman's names. */
final class RegistryOptions {
    /** What the environment says besides, for the help. */
    private static final String ENVIRONMENT = """

            Environment:
              HTTPS_PROXY, HTTP_PROXY    [http://|socks5://][USER:PASSWORD@]HOST[:PORT]
              NO_PROXY                   Hosts, domains, networks that need no proxy
              JOCKER_REGISTRY_MIRRORS    [HOST=]http[s]://HOST[:PORT][,...]: asked first;
                                         without HOST= for docker.io
              DOCKER_CONFIG              Directory of config.json; $HOME/.docker if not set
              REGISTRY_AUTH_FILE         Another file of logins
              SSL_CERT_FILE              Authorities in place of this machine's
            """;

    private final Switch verify;
    private final Text certificates;

    RegistryOptions(Options options) {
        verify = options.flagOnByDefault(
                "Want https and a certificate that is trusted; =false takes any, and http", "--tls-verify");
        certificates = options.text(
                "DIR", "Directory of further authorities, *.crt; /etc/docker/certs.d/HOST if not given", "--cert-dir");
    }

    /** The help of a verb that has these options. */
    static String withEnvironment(String help) {
        return help.concat(ENVIRONMENT);
    }

    Access access() {
        Access access = Access.ofHost();
        if (!verify.on()) {
            access = access.unverified();
        }
        try {
            if (!certificates.given()) {
                return access;
            }
            Path directory = Path.of(certificates.value());
            if (!Files.isDirectory(directory)) {
                throw new OptionException("--cert-dir " + directory + ": no such directory");
            }
            return access.withCertificates(directory);
        } catch (InvalidPathException e) {
            throw new OptionException("--cert-dir: ".concat(e.getMessage()), e);
        }
    }
}
