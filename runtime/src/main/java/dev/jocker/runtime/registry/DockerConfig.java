package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;

/**
 * Who to be at which registry: docker's {@code config.json}, so that a login of docker's is one of ours, and the other way round. A
 * password is in the file, or with a {@linkplain CredentialHelper helper} that it names.
 */
public final class DockerConfig {
    /** docker's hub has a name of its own here. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final String AUTHS = "auths";
    private static final String HELPERS = "credHelpers";
    private static final String STORE = "credsStore";

    private final Path file;

    private DockerConfig(Path file) {
        this.file = file;
    }

    /** The file {@code REGISTRY_AUTH_FILE}, as podman and skopeo have it, or that in {@code DOCKER_CONFIG}, or in {@code ~/.docker}. */
    static DockerConfig ofHost(UnaryOperator<String> environment) {
        String named = environment.apply("REGISTRY_AUTH_FILE");
        if (named != null && !named.isEmpty()) {
            return new DockerConfig(Path.of(named).toAbsolutePath());
        }
        String directory = environment.apply("DOCKER_CONFIG");
        if (directory == null || directory.isEmpty()) {
            String home = environment.apply("HOME");
            directory = (home == null || home.isEmpty() ? "/root" : home).concat("/.docker");
        }
        return in(Path.of(directory));
    }

    /** The file in a directory. Neither has to be there. */
    public static DockerConfig in(Path directory) {
        return new DockerConfig(directory.toAbsolutePath().resolve("config.json"));
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /**
     * Who to be at a registry.
     *
     * @param host as in names of images: {@code docker.io}, {@code localhost:5000}
     * @return null: nobody
     */
    public Credentials credentials(String host) throws RegistryException {
        JsonObject config = read();
        CredentialHelper helper = helper(config, host);
        if (helper != null) {
            Credentials found = helper.get(key(host));
            if (found != null) {
                return found;
            }
        }
        JsonObject auths = config.object(AUTHS);
        for (String name : auths.names()) {
            if (means(name, host)) {
                Credentials found = credentials(auths.object(name));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Keeps who to be at a registry.
     *
     * @return the helper that has the password; null: it is in the file
     */
    public String store(String host, Credentials credentials) throws IOException {
        JsonObject config = read();
        CredentialHelper helper = helper(config, host);
        JsonObject auths = config.object(AUTHS);
        forget(host, auths); // also under older keys
        var entry = new JsonObject();
        if (helper != null) {
            helper.store(key(host), credentials);
        } else {
            entry.put("auth", credentials.base64());
        }
        // An empty entry is docker's note that a helper has one.
        write(config.put(AUTHS, auths.put(key(host), entry)));
        return helper == null ? null : helper.name();
    }

    /**
     * Forgets who to be at a registry.
     *
     * @return whether anybody was
     */
    public boolean erase(String host) throws IOException {
        JsonObject config = read();
        CredentialHelper helper = helper(config, host);
        boolean found = helper != null && helper.get(key(host)) != null;
        if (found) {
            helper.erase(key(host));
        }
        JsonObject auths = config.object(AUTHS);
        boolean noted = forget(host, auths);
        if (noted) {
            write(config.put(AUTHS, auths));
        }
        return found || noted;
    }

    private static boolean forget(String host, JsonObject auths) {
        boolean found = false;
        for (String name : auths.names()) {
            if (means(name, host)) {
                auths.remove(name);
                found = true;
            }
        }
        return found;
    }

    private static CredentialHelper helper(JsonObject config, String host) {
        JsonObject helpers = config.object(HELPERS);
        String name = helpers.text(key(host));
        if (name == null) {
            name = helpers.text(host);
        }
        if (name == null) {
            name = config.text(STORE);
        }
        return name == null || name.isEmpty() ? null : new CredentialHelper(name);
    }

    private static Credentials credentials(JsonObject entry) {
        String token = entry.text("identitytoken");
        if (token != null && !token.isEmpty()) {
            return new Credentials(Credentials.TOKEN_USER, token);
        }
        String auth = entry.text("auth");
        if (auth != null && !auth.isEmpty()) {
            return Credentials.ofBase64(auth);
        }
        String user = entry.text("username");
        String password = entry.text("password");
        return user == null || password == null ? null : new Credentials(user, password);
    }

    private static String key(String host) {
        return host.equals("docker.io") ? HUB_KEY : host;
    }

    /** Whether a key of the file is a registry's. Older ones are addresses; podman's {@code HOST/REPOSITORY} is for a part of it. */
    private static boolean means(String key, String host) {
        return key.equals(host)
                || (key.contains("://") || key.startsWith("index."))
                        && host(key).equals(host);
    }

    /** The registry at an address, as names of images have it. */
    public static String host(String address) {
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? "docker.io" : host;
    }

    private JsonObject read() throws RegistryException {
        try {
            return JsonObject.read(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            return new JsonObject();
        } catch (IOException e) {
            throw new RegistryException("logins cannot be read: " + e.getMessage(), e);
        }
    }

    /** For nobody else to read. */
    private void write(JsonObject config) throws IOException {
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path place = Files.exists(file) ? file.toRealPath() : file; // a link stays one
        WholeFile.write(place, (config.indented() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
