package dev.jocker.runtime.registry;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Through whom hosts are reached, as curl(1) and docker read the environment: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code NO_PROXY}, in capitals or not. This machine itself is never asked through anybody.
 */
final class Proxies {
    private static final int USUAL_PORT = 3128;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final UnaryOperator<String> environment;

    Proxies(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /**
     * The way to a host.
     *
     * @param login what the proxy wants to know; null if nothing
     */
    record Way(Proxy proxy, Credentials login) {
        static final Way DIRECT = new Way(Proxy.NO_PROXY, null);

        /** {@code HOST:PORT} of the proxy; null if there is none. */
        String name() {
            return proxy.address() instanceof InetSocketAddress at ? at.getHostString() + ":" + at.getPort() : null;
        }
    }

    Way to(URI target) throws RegistryException {
        boolean secure = target.getScheme().equals("https");
        String address = variable(secure ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (address == null || Hosts.isLoopback(target.getHost()) || isExempt(target)) {
            return Way.DIRECT;
        }
        URI proxy;
        try {
            proxy = URI.create(address.contains("://") ? address : "http://" + address);
        } catch (IllegalArgumentException e) {
            throw new RegistryException("the proxy \"" + address + "\" of the environment is no address", e);
        }
        if (proxy.getHost() == null) {
            throw new RegistryException("the proxy \"" + address + "\" of the environment names no host", 0);
        }
        String scheme = proxy.getScheme().toLowerCase(Locale.ROOT);
        boolean socks = scheme.startsWith("socks5");
        if (!socks && !scheme.equals("http")) {
            throw new RegistryException(
                    "the proxy \"" + address + "\" of the environment: only http and socks5 are spoken to proxies", 0);
        }
        int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
        String user = proxy.getUserInfo();
        int colon = user == null ? -1 : user.indexOf(':');
        Credentials login = user == null
                ? null
                : new Credentials(
                        colon < 0 ? user : user.substring(0, colon), colon < 0 ? "" : user.substring(colon + 1));
        var where = new InetSocketAddress(proxy.getHost(), port);
        return new Way(new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, where), login);
    }

    private boolean isExempt(URI target) {
        String list = variable("NO_PROXY");
        if (list == null) {
            return false;
        }
        String host = target.getHost().toLowerCase(Locale.ROOT);
        int port = target.getPort() >= 0 ? target.getPort() : target.getScheme().equals("https") ? HTTPS : HTTP;
        for (String each : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (!each.isEmpty() && (each.equals("*") || Hosts.matches(each, host, port))) {
                return true;
            }
        }
        return false;
    }

    private String variable(String name) {
        String value = environment.apply(name.toLowerCase(Locale.ROOT));
        if (value == null || value.isEmpty()) {
            value = environment.apply(name);
        }
        return value == null || value.isEmpty() ? null : value;
    }
}
