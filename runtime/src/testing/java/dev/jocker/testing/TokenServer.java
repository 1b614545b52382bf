package dev.jocker.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives tokens for a {@link LocalRegistry#withTokens registry}: all that is asked for to who knows the password, good for nothing to who says none. */
public final class TokenServer implements AutoCloseable {
    private final HttpServer server;
    private final Certificates certificates;
    private final List<String> scopes = new CopyOnWriteArrayList<>();

    private TokenServer(HttpServer server, Certificates certificates) {
        this.server = server;
        this.certificates = certificates;
    }

    public static TokenServer start(Certificates certificates) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var tokens = new TokenServer(server, certificates);
        server.createContext("/token", tokens::answer);
        server.start();
        return tokens;
    }

    public String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** What was asked for. */
    public List<String> scopes() {
        return scopes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String login = Base64.getEncoder()
                .encodeToString((LocalRegistry.USER + ":" + LocalRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        boolean known = ("Basic " + login).equals(said);
        if (said != null && !known) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        var access = new StringBuilder();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            if (pair.startsWith("scope=")) {
                String scope = URLDecoder.decode(pair.substring(6), StandardCharsets.UTF_8);
                scopes.add(scope);
                String[] words = scope.split(":", -1);
                access.append(access.isEmpty() ? "" : ",")
                        .append("{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[\"%s\"]}"
                                .formatted(words[1], words[2].replace(",", "\",\"")));
            }
        }
        byte[] bytes;
        try {
            bytes = ("{\"token\":\"" + token(known ? access.toString() : "") + "\"}").getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private String token(String access) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String certificate =
                Base64.getEncoder().encodeToString(certificates.signed().getEncoded());
        String head = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"" + certificate + "\"]}";
        String claims =
                "{\"iss\":\"test\",\"sub\":\"\",\"aud\":\"registry\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"1\",\"access\":[%s]}"
                        .formatted(now + 300, now - 10, now, access);
        String signed =
                base64(head.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(certificates.signer());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
