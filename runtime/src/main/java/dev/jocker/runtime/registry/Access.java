package dev.jocker.runtime.registry;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * How registries are reached, and as whom.
 *
 * @param environment variables of the process; null for one that is not set
 * @param logins who to be where
 * @param credentials who to be in place of that; null: as {@code logins} say
 * @param verified whether only https will do, with a certificate that this machine trusts; a registry on this machine is asked by http too
 * @param certificates directory of further authorities; null: docker's, for the registry
 */
public record Access(
        UnaryOperator<String> environment,
        DockerConfig logins,
        Credentials credentials,
        boolean verified,
        Path certificates) {
    /** What the environment says. */
    public static Access ofHost() {
        return new Access(System::getenv, DockerConfig.ofHost(System::getenv), null, true, null);
    }

    /** Without asking for certificates, and by http where there is no https: {@code --tls-verify=false}. */
    public Access unverified() {
        return new Access(environment, logins, credentials, false, certificates);
    }

    /** With these authorities. */
    public Access withCertificates(Path directory) {
        return new Access(environment, logins, credentials, verified, directory);
    }

    /** As somebody. */
    public Access as(Credentials other) {
        return new Access(environment, logins, other, verified, certificates);
    }

    /** Who to be at a registry; null: nobody. */
    Credentials credentials(String host) throws RegistryException {
        return credentials == null ? logins.credentials(host) : credentials;
    }
}
