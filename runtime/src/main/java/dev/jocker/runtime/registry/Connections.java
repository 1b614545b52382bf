package dev.jocker.runtime.registry;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections, through proxies and with the right certificates. By {@link HttpURLConnection}, which gives up on a peer that falls
 * silent in the middle of a body; docs/adr has what else speaks for it.
 */
final class Connections {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int SOCKS_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 60_000;

    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    static {
        // Else the JDK shows no password to a proxy that it asks for a tunnel. Read once, before the first connection.
        if (System.getProperty(TUNNELS) == null) {
            System.setProperty(TUNNELS, "");
        }
    }

    private final String host;
    private final Access access;
    private final Proxies proxies;
    private SSLSocketFactory factory;

    /** @param host of the registry, as the user has it */
    Connections(String host, Access access) {
        this.host = host;
        this.access = access;
        this.proxies = new Proxies(access.environment());
    }

    /** Through whom an address is reached, for messages; null: nobody. */
    String proxy(URI target) throws RegistryException {
        return proxies.to(target).name();
    }

    /** Sends the request once, and waits for the beginning of the answer. */
    Reply send(Request request, String authorization) throws IOException {
        HttpURLConnection connection = open(request, authorization);
        try {
            Request.Body body = request.body();
            if (body != null) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.size());
                new Sending(connection, body, SILENCE_MILLIS).run();
            }
            return new Reply(connection, connection.getResponseCode());
        } catch (HttpRetryException e) { // the JDK's way to say 401 where a body has been sent
            return new Reply(connection, e.responseCode());
        } catch (IOException | RuntimeException e) {
            connection.disconnect();
            throw e;
        }
    }

    private HttpURLConnection open(Request request, String authorization) throws IOException {
        Proxies.Way way = proxies.to(request.target());
        URLConnection opened = request.target().toURL().openConnection(way.proxy());
        if (opened instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(factory());
            if (!access.verified()) {
                secure.setHostnameVerifier((name, session) -> true);
            }
        }
        HttpURLConnection connection = (HttpURLConnection) opened;
        connection.setRequestMethod(request.method());
        // Who listens and is no proxy of that kind says nothing.
        connection.setConnectTimeout(way.proxy().type() == Proxy.Type.SOCKS ? SOCKS_MILLIS : CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setInstanceFollowRedirects(false); // whom to tell who we are is ours to decide
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "jocker");
        connection.setRequestProperty("Accept", "*/*");
        if (way.login() != null && opened instanceof HttpsURLConnection) {
            connection.setAuthenticator(new ProxyLogin(way.login()));
        } else if (way.login() != null) {
            connection.setRequestProperty(
                    "Proxy-Authorization", "Basic " + way.login().base64());
        }
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), header.getValue());
        }
        return connection;
    }

    /** For the proxy alone: registries are answered by {@link Authorization}. */
    private static final class ProxyLogin extends Authenticator {
        private final Credentials login;

        ProxyLogin(Credentials login) {
            this.login = login;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(login.user(), login.secret().toCharArray())
                    : null;
        }
    }

    private synchronized SSLSocketFactory factory() throws IOException {
        if (factory == null) {
            Path certificates = access.certificates();
            UnaryOperator<String> environment = access.environment();
            factory = access.verified() ? Trust.of(host, certificates, environment) : Trust.inEverybody();
        }
        return factory;
    }

    /** Whether a peer that was spoken to in TLS does not know it. */
    static boolean isPlain(IOException e) {
        if (e instanceof javax.net.ssl.SSLHandshakeException) {
            return e.getCause() instanceof java.io.EOFException;
        }
        return e instanceof javax.net.ssl.SSLException
                || (e instanceof java.net.SocketException && !(e instanceof java.net.ConnectException));
    }

    /** The address with another scheme. */
    static URI plain(URI target) {
        return URI.create("http" + target.toString().substring("https".length()));
    }
}
