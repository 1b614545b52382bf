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
    private final Switch verify;
    private final Text certificates;

    RegistryOptions(Options options) {
        verify = options.flagOnByDefault(
                "Want https and a certificate that is trusted; =false takes any, and http", "--tls-verify");
        certificates = options.text(
                "DIR", "Directory of further authorities, *.crt; /etc/docker/certs.d/HOST if not given", "--cert-dir");
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
