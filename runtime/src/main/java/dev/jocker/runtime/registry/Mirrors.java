package dev.jocker.runtime.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is asked before a registry itself: {@code JOCKER_REGISTRY_MIRRORS}, words between blanks or commas, {@code HOST=ADDRESS} each, or
 * {@code ADDRESS} alone for docker's hub. An address that begins with {@code http:} is asked by http.
 */
public final class Mirrors {
    /** Where they are set. */
    public static final String VARIABLE = "JOCKER_REGISTRY_MIRRORS";

    private Mirrors() {}

    /** Who can be asked for what {@code host} has, in this order: its mirrors, then itself. */
    public static List<Registry> of(String host, Access access) throws RegistryException {
        List<Registry> registries = new ArrayList<>();
        String words = access.environment().apply(VARIABLE);
        for (String word : words == null ? new String[0] : words.split("[,\\s]+", -1)) {
            if (!word.isEmpty()) {
                int equals = word.indexOf('=');
                String mirrored = equals < 0 ? "docker.io" : word.substring(0, equals);
                if (mirrored.equals(host)) {
                    registries.add(Registry.mirror(address(word.substring(equals + 1)), access));
                }
            }
        }
        registries.add(Registry.named(host, access));
        return registries;
    }

    private static URI address(String text) throws RegistryException {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new RegistryException(VARIABLE + ": \"" + text + "\" is no address", e);
        }
        throw new RegistryException(VARIABLE + ": \"" + text + "\" is no address of http or https", 0);
    }
}
