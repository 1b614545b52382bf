package dev.jocker.runtime.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Talks to one registry: finds out whether it speaks https, says who we are when asked, follows where it is led, and tries again what may
 * succeed then.
 */
final class Session {
    private static final int REDIRECTIONS = 10;

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
                if (tried == Pause.TRIES || !isPassing(e, request.patient())) {
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
        } catch (ConnectException e) {
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

    private RegistryException unreachable(URI target, IOException e) {
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
        return new RegistryException(where + " cannot be reached: " + why, e);
    }

    private static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
