package dev.jocker.runtime.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Talks to one registry: finds out whether it speaks https, says who we are when asked, follows where it is led, and tries again what may
 * succeed then.
 */
final class Session {
    private static final int REDIRECTIONS = 10;
    private static final int PROXY_LOGIN = 407;
    private static final String CONNECT_TIME = "Connect timed out";
    /** The JDK's words, whatever has happened. */
    private static final String WRITING = "Error writing request body to server";

    private static final String NO_TUNNEL = "Unable to tunnel through proxy. Proxy returns ";

    private final String host;
    private final boolean maybePlain;
    private final Connections connections;
    private final Authorization authorization;
    private URI base;

    /**
     * @param host as the user has it: {@code docker.io}, {@code localhost:5000}
     * @param base where it is asked; null: to be found out
     */
    Session(String host, URI base, Access access) {
        this.host = host;
        this.maybePlain = !access.verified() || Hosts.isLoopback(hostName(host));
        this.connections = new Connections(host, access);
        this.authorization = new Authorization(host, access, connections);
        this.base = host.equals("docker.io") && base == null ? URI.create("https://registry-1.docker.io") : base;
    }

    String host() {
        return host;
    }

    /** The address of something in the registry. */
    URI address(String path) throws IOException {
        return URI.create(base().toString().concat(path));
    }

    /**
     * Sends a request until there is an answer that does not want another one.
     *
     * @param scope what it is about, for a token
     * @return any answer; also one that is an error
     */
    Reply send(Request request, String scope) throws IOException {
        for (int tried = 1; ; tried++) {
            String after = null;
            try {
                Reply reply = authorized(request, scope);
                if (!reply.isPassing() || tried == Pause.TRIES) {
                    return reply;
                }
                after = reply.header("Retry-After");
                reply.close();
            } catch (RegistryException e) {
                throw e;
            } catch (IOException e) {
                boolean passing = isPassing(e, request.patient()) && !isAtProxy(request.target(), e);
                if (tried == Pause.TRIES || !passing) {
                    throw unreachable(request.target(), e);
                }
            }
            Pause.before(tried, after);
        }
    }

    /** The same of what does not bear to be tried again. */
    Reply sendOnce(Request request, String scope) throws IOException {
        try {
            return authorized(request, scope);
        } catch (RegistryException e) {
            throw e;
        } catch (IOException e) {
            throw unreachable(request.target(), e);
        }
    }

    private Reply authorized(Request request, String scope) throws IOException {
        String said = authorization.header(scope);
        Reply reply = followed(request, said);
        if (reply.status() == PROXY_LOGIN) {
            reply.close();
            throw new RegistryException(
                    "the proxy " + connections.proxy(request.target()) + " wants another user and password",
                    PROXY_LOGIN);
        }
        if (reply.status() == 401 && authorization.satisfy(reply.challenges(), said, scope)) {
            reply.close();
            reply = followed(request, authorization.header(scope));
        }
        return reply;
    }

    private Reply followed(Request request, String said) throws IOException {
        URI first = request.target();
        Request next = request;
        for (int i = 0; i < REDIRECTIONS; i++) {
            boolean same = first.getAuthority().equals(next.target().getAuthority());
            // Storage that a registry leads to is not told who we are: it would be told to somebody else.
            Reply reply = connections.send(next, same ? said : null);
            URI other = request.body() == null ? reply.redirection() : null;
            if (other == null) {
                return reply;
            }
            reply.close();
            if (next.target().getScheme().equals("https") && !"https".equals(other.getScheme()) && !maybePlain) {
                throw new RegistryException(host + " leads from https to " + other + ", which anybody can read", 0);
            }
            next = next.at(other);
        }
        throw new RegistryException(host + " leads round in a circle: " + next.target(), 0);
    }

    private synchronized URI base() throws IOException {
        if (base != null) {
            return base;
        }
        URI secure;
        try {
            secure = URI.create("https://" + host);
        } catch (IllegalArgumentException e) {
            throw new RegistryException("\"" + host + "\" is no registry", e);
        }
        base = maybePlain && isPlain(secure) ? Connections.plain(secure) : secure;
        return base;
    }

    private boolean isPlain(URI secure) throws IOException {
        URI probe = secure.resolve("/v2/");
        try (Reply _ = connections.send(Request.get(probe), null)) {
            return false;
        } catch (ConnectException | UnknownHostException e) {
            if (connections.proxy(probe) == null && connections.proxy(Connections.plain(probe)) != null) {
                return true; // not to be reached by ourselves, but by http there is a way
            }
            if (e instanceof UnknownHostException) {
                throw unreachable(probe, e);
            }
            return secure.getPort() < 0; // nobody at 443: perhaps at 80
        } catch (IOException e) {
            if (Connections.isPlain(e)) {
                return true;
            }
            throw unreachable(probe, e);
        }
    }

    private static boolean isPassing(IOException e, boolean patient) {
        return !(e instanceof UnknownHostException)
                && !(e instanceof SSLHandshakeException)
                && (patient || !(e instanceof ConnectException));
    }

    /** Whether it is the proxy that does not do it, and will not the next time. */
    private boolean isAtProxy(URI target, IOException e) throws RegistryException {
        String message = String.valueOf(e.getMessage());
        return connections.proxy(target) != null
                && (message.startsWith(NO_TUNNEL) || message.contains("SOCKS") || message.equals(CONNECT_TIME));
    }

    private RegistryException unreachable(URI target, IOException e) throws RegistryException {
        String proxy = connections.proxy(target);
        if (proxy != null
                && (isAtProxy(target, e) || e instanceof ConnectException || e instanceof UnknownHostException)) {
            return new RegistryException(atProxy(proxy, e), e);
        }
        String where = host.equals(target.getAuthority()) ? host : host + " (" + target.getAuthority() + ")";
        if (e instanceof SSLHandshakeException && String.valueOf(e.getMessage()).contains("PKIX")) {
            return new RegistryException(
                    "this machine does not trust the certificate of " + where
                            + " (its authority belongs into /etc/docker/certs.d/" + host
                            + "/ca.crt; --tls-verify=false does without)",
                    e);
        }
        String why = switch (e) {
            case UnknownHostException _ -> "there is no host of that name";
            case ConnectException _ -> "nobody listens there: " + e.getMessage();
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
        return isBroken(e)
                ? new RegistryException(
                        "the connection to " + where + " broke: " + why.replace(WRITING, "it was closed"), e)
                : new RegistryException(where + " cannot be reached: " + why, e);
    }

    /** Whether there was a connection, which ended too soon. */
    private static boolean isBroken(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.equals(WRITING)
                || message.startsWith("Unexpected end of file")
                || e instanceof SocketTimeoutException && !message.equals(CONNECT_TIME)
                || e instanceof SocketException
                        && !(e instanceof ConnectException || e instanceof NoRouteToHostException);
    }

    private static String atProxy(String proxy, IOException e) {
        String message = String.valueOf(e.getMessage());
        String name = "the proxy " + proxy + " of the environment ";
        if (message.startsWith(NO_TUNNEL)) {
            return message.contains(" " + PROXY_LOGIN + " ")
                    ? "the proxy " + proxy + " wants another user and password"
                    : name + "does not lead there: it says " + message.substring(NO_TUNNEL.length());
        }
        return switch (e) {
            case UnknownHostException _ ->
                proxy.startsWith(message + ":")
                        ? name + "cannot be reached: there is no host of that name"
                        : name + "does not answer as one of its kind"; // so the JDK has tried an elder kind
            case ConnectException _ -> name + "cannot be reached: nobody listens there: " + message;
            default -> name + "does not lead there: " + message;
        };
    }

    private static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
