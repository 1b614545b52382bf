package dev.jocker.runtime.network;

import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of containers: a bridge on this host, and the addresses on it.
 *
 * @param id 64 hexadecimal digits
 * @param name by which people call it
 * @param created when
 * @param bridge the name of its link
 * @param pools at most one of each family
 * @param internal whether nothing leads out of it
 * @param mtu of its links; 0: the kernel's
 * @param labels what its maker wrote with it
 * @param options as they were given, the driver's
 */
public record Network(
        String id,
        String name,
        Instant created,
        String bridge,
        List<Pool> pools,
        boolean internal,
        int mtu,
        Map<String, String> labels,
        Map<String, String> options) {
    /** The one that is there without being made. */
    public static final String DEFAULT = "bridge";

    static final String DEFAULT_LINK = "jocker";

    /** docker's networks that have no link: the host's own, and none at all. */
    private static final String HOST = "host";

    private static final String NONE = "none";
    private static final int ID_DIGITS = 64;

    public Network {
        pools = List.copyOf(pools);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** The pool of IPv4, or null. */
    public Pool pool4() {
        return pool(true);
    }

    /** The pool of IPv6, or null. */
    public Pool pool6() {
        return pool(false);
    }

    private Pool pool(boolean v4) {
        for (Pool pool : pools) {
            if (pool.isV4() == v4) {
                return pool;
            }
        }
        return null;
    }

    /** Whether it is the one that is there without being made. */
    public boolean isDefault() {
        return name.equals(DEFAULT);
    }

    /** Whether it is one of those that nobody makes: they are not removed either. */
    public boolean isBuiltIn() {
        return isDefault() || isWithoutLink(name);
    }

    /** Whether that is what docker calls a network, and is none that a container could come to. */
    public static boolean isWithoutLink(String name) {
        return name.equals(HOST) || name.equals(NONE);
    }

    /** These, for lists. Their ids are their names in hexadecimal. */
    public static List<Network> withoutLink() {
        return List.of(withoutLink(HOST), withoutLink(NONE));
    }

    private static Network withoutLink(String name) {
        String digits = HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
        String id = digits + "0".repeat(ID_DIGITS - digits.length());
        return new Network(id, name, Instant.EPOCH, "", List.of(), false, 0, Map.of(), Map.of());
    }

    /** docker's word for how packets go. */
    public String driver() {
        return switch (name) {
            case HOST -> HOST;
            case NONE -> "null";
            default -> "bridge";
        };
    }

    Network withPools(List<Pool> others) {
        return new Network(id, name, created, bridge, others, internal, mtu, labels, options);
    }

    /** As docker's {@code network inspect} has it, with the link and its mtu beside; without the containers. */
    public JsonObject toJson() {
        List<Object> configs = new ArrayList<>();
        for (Pool pool : pools) {
            configs.add(pool.toJson());
        }
        var addresses = new JsonObject()
                .put("Driver", "default")
                .put("Options", new JsonObject())
                .put("Config", configs);
        return new JsonObject()
                .put("Name", name)
                .put("Id", id)
                .put("Created", created.toString())
                .put("Scope", "local")
                .put("Driver", driver())
                .put("EnableIPv4", pool4() != null)
                .put("EnableIPv6", pool6() != null)
                .put("IPAM", addresses)
                .put("Internal", internal)
                .put("Bridge", bridge)
                .put("Mtu", mtu)
                .put("Options", JsonObject.of(options))
                .put("Labels", JsonObject.of(labels));
    }

    /**
     * What {@link #toJson} made.
     *
     * @param file for the message
     * @throws IOException with one line, if something is missing
     */
    static Network fromJson(JsonObject json, String file) throws IOException {
        try {
            List<Pool> pools = new ArrayList<>();
            for (JsonObject config : json.object("IPAM").objects("Config")) {
                pools.add(Pool.fromJson(config));
            }
            return new Network(
                    text(json, "Id"),
                    text(json, "Name"),
                    Instant.parse(text(json, "Created")),
                    text(json, "Bridge"),
                    pools,
                    json.flag("Internal"),
                    (int) json.number("Mtu"),
                    json.textMap("Labels"),
                    json.textMap("Options"));
        } catch (IllegalArgumentException | DateTimeException | NetworkException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String text(JsonObject json, String member) {
        String text = json.text(member);
        if (text == null) {
            throw new IllegalArgumentException("no " + member);
        }
        return text;
    }
}
