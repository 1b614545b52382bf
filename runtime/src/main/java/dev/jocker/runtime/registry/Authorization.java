package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a registry is told of who asks: nothing at first, then what it wants, a password or a token that a server of tokens gives for it.
 *
 * <pre>
 *   registry   GET ──► 401, WWW-Authenticate: Bearer realm, service, scope
 *   realm      GET realm?service&amp;scope, with the password ──► token
 *   registry   GET, Authorization: Bearer token ──► 200
 * </pre>
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token authentication</a>
 */
final class Authorization {
    private static final int LONGEST = 1 << 20;

    private final String host;
    private final Access access;
    private final Connections connections;
    /** By what is asked for: a token is good for some repositories only. */
    private final Map<String, String> headers = new HashMap<>();

    Authorization(String host, Access access, Connections connections) {
        this.host = host;
        this.access = access;
        this.connections = connections;
    }

    /** What to say so far; null: nothing. */
    synchronized String header(String scope) {
        String header = headers.get("");
        return header == null ? headers.get(scope) : header;
    }

    /**
     * Finds out what satisfies a registry.
     *
     * @param said what did not
     * @param scope what is wanted: {@code repository:debian:pull}
     * @return whether there is something else to say now
     */
    synchronized boolean satisfy(List<Challenge> challenges, String said, String scope) throws IOException {
        String now = header(scope);
        if (now != null && !now.equals(said)) {
            return true; // another thread has asked meanwhile
        }
        for (Challenge challenge : challenges) {
            if (challenge.scheme().equals("bearer")) {
                headers.put(scope, "Bearer " + token(challenge, scope));
                return true;
            }
        }
        for (Challenge challenge : challenges) {
            Credentials credentials = challenge.scheme().equals("basic") ? access.credentials(host) : null;
            if (credentials != null && !credentials.isToken() && said == null) {
                headers.put("", "Basic " + credentials.base64());
                return true;
            }
        }
        return false;
    }

    private String token(Challenge challenge, String scope) throws IOException {
        String realm = challenge.parameters().getOrDefault("realm", "");
        String service = challenge.parameters().getOrDefault("service", "");
        String wanted = challenge.parameters().getOrDefault("scope", "");
        if (wanted.isEmpty() || scope.startsWith(wanted)) {
            wanted = scope; // which can be more, where two repositories are wanted
        }
        Credentials credentials = access.credentials(host);
        URI address = address(realm);
        if (credentials != null
                && address.getScheme().equals("http")
                && !Hosts.isLoopback(address.getHost())
                && access.verified()) {
            throw new RegistryException(host + " wants the password sent to " + realm + ", for anybody to read", 0);
        }
        Request request = credentials != null && credentials.isToken()
                ? refresh(address, service, wanted, credentials)
                : query(address, realm, service, wanted, credentials);
        String basic = credentials == null || credentials.isToken() ? null : "Basic " + credentials.base64();
        try (Reply reply = connections.send(request, basic)) {
            if (!reply.isGood()) {
                throw refused(reply, credentials);
            }
            JsonObject answer = JsonObject.read(reply.body(LONGEST, "a token"), "the token of " + realm);
            String token = answer.text("token");
            String found = token == null ? answer.text("access_token") : token;
            if (found == null || found.isEmpty()) {
                throw new RegistryException(realm + " gives no token", 0);
            }
            return found;
        }
    }

    private RegistryException refused(Reply reply, Credentials credentials) {
        if (reply.status() != 401 && reply.status() != 403) {
            return new RegistryException(reply.peer() + " gives no token for " + host + ": " + reply.text(), 0);
        }
        String why = credentials == null
                ? host + " gives nothing without a login (jocker login " + host + ")"
                : host + " does not take the login of " + credentials.user() + " (jocker login " + host + ")";
        return new RegistryException(why, reply.status());
    }

    private URI address(String realm) throws RegistryException {
        try {
            URI address = URI.create(realm);
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new RegistryException(host + " names a server of tokens that is no address: " + realm, e);
        }
        throw new RegistryException(host + " names a server of tokens that is no address: " + realm, 0);
    }

    private static Request query(URI address, String realm, String service, String scope, Credentials credentials) {
        var query = new StringBuilder(realm).append(address.getRawQuery() == null ? '?' : '&');
        query.append("service=").append(encoded(service));
        for (String each : scope.split(" ", -1)) {
            if (!each.isEmpty()) {
                query.append("&scope=").append(encoded(each));
            }
        }
        if (credentials != null) {
            query.append("&account=").append(encoded(credentials.user()));
        }
        return Request.get(URI.create(query.toString()));
    }

    private static Request refresh(URI address, String service, String scope, Credentials credentials) {
        String form = "grant_type=refresh_token&client_id=jocker&service=" + encoded(service) + "&scope="
                + encoded(scope) + "&refresh_token=" + encoded(credentials.secret());
        return Request.of("POST", address)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with(Request.body(form.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
