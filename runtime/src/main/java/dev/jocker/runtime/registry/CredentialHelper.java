package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A program {@code docker-credential-NAME} that keeps passwords: a key ring's, or a cloud's. It is the one kind of program that Jocker
 * starts on the host, for the user has named it and there is no other way to ask it.
 *
 * @param name what follows {@code docker-credential-}
 */
record CredentialHelper(String name) {
    private static final String NONE = "credentials not found";

    /** Null if it has none. */
    Credentials get(String key) throws RegistryException {
        Answer answer = run("get", key);
        if (answer.status != 0) {
            if (answer.text.contains(NONE)) {
                return null;
            }
            throw failed(answer);
        }
        try {
            JsonObject found = JsonObject.read(answer.text.getBytes(StandardCharsets.UTF_8), program());
            String user = found.text("Username");
            String secret = found.text("Secret");
            return user == null || secret == null || secret.isEmpty() ? null : new Credentials(user, secret);
        } catch (IOException e) {
            throw new RegistryException(program() + " answered with what is no JSON", e);
        }
    }

    void store(String key, Credentials credentials) throws RegistryException {
        JsonObject entry = new JsonObject()
                .put("ServerURL", key)
                .put("Username", credentials.user())
                .put("Secret", credentials.secret());
        Answer answer = run("store", new String(entry.write(), StandardCharsets.UTF_8));
        if (answer.status != 0) {
            throw failed(answer);
        }
    }

    void erase(String key) throws RegistryException {
        Answer answer = run("erase", key);
        if (answer.status != 0) {
            throw failed(answer);
        }
    }

    private record Answer(int status, String text) {}

    private Answer run(String verb, String input) throws RegistryException {
        if (name.indexOf('/') >= 0) {
            throw new RegistryException("the credential helper \"" + name + "\" is no name of a program", 0);
        }
        try {
            Process process = new ProcessBuilder(program(), verb)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text.strip());
        } catch (IOException e) {
            throw new RegistryException("the credential helper " + program() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while " + program() + " was asked", e);
        }
    }

    private RegistryException failed(Answer answer) {
        String why = answer.text.isEmpty() ? "exit status " + answer.status : answer.text.replace('\n', ' ');
        return new RegistryException("the credential helper " + program() + " failed: " + why, 0);
    }

    private String program() {
        return "docker-credential-" + name;
    }
}
