package dev.jocker.runtime.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Parameters of the network namespace, {@code sysctl(8)}: of the calling thread's. They are written only where they are to change. */
final class Sysctl {
    private static final Path NET = Path.of("/proc/sys/net");
    private static final String ON = "1";

    /** Routers' advertisements count though this host is a router: {@code accept_ra}, ip-sysctl.rst. */
    private static final String EVEN_AS_ROUTER = "2";

    private Sysctl() {}

    /** Whether the kernel speaks IPv6, and somebody may have addresses of it. */
    static boolean hasIp6() throws IOException {
        return "0".equals(read(NET.resolve("ipv6/conf/default/disable_ipv6")))
                && "0".equals(read(NET.resolve("ipv6/conf/all/disable_ipv6")));
    }

    /** Whether packets are passed on between links, as far as the network needs it. */
    static boolean isForwarding(Network network) throws IOException {
        return network.internal()
                || (network.pool4() == null || isForwarding(true)) && (network.pool6() == null || isForwarding(false));
    }

    /** Whether packets of IPv4, or of IPv6, are passed on between links. */
    static boolean isForwarding(boolean v4) throws IOException {
        return ON.equals(read(NET.resolve(v4 ? "ipv4/ip_forward" : "ipv6/conf/all/forwarding")));
    }

    /** Has packets passed on between links, as far as the network needs it. */
    static void forward(Network network) throws IOException {
        if (network.internal()) {
            return;
        }
        if (network.pool4() != null) {
            forward(true);
        }
        if (network.pool6() != null) {
            forward(false);
        }
    }

    /** Has packets of IPv4, or of IPv6, passed on between links. */
    static void forward(boolean v4) throws IOException {
        if (v4) {
            set("ipv4/ip_forward", ON);
        } else if (!isForwarding(false)) {
            keepAdvertisements();
            set("ipv6/conf/all/forwarding", ON);
        }
    }

    /** A host that has its own address from a router's advertisements would lose it when it becomes a router: it listens on. */
    private static void keepAdvertisements() throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(NET.resolve("ipv6/conf"))) {
            for (Path link : links) {
                String name = link.getFileName().toString();
                if (!name.equals("all")
                        && !name.equals("default")
                        && !name.equals("lo")
                        && ON.equals(read(link.resolve("accept_ra")))) {
                    write(link.resolve("accept_ra"), EVEN_AS_ROUTER);
                }
            }
        }
    }

    /** What a bridge is to be like, before it is up and has addresses. */
    static void prepare(Network network) throws IOException {
        String link = network.bridge();
        if (network.pool4() != null) {
            // What 127.0.0.1 sends by a published port comes back to it through the bridge.
            set("ipv4/conf/" + link + "/route_localnet", ON);
        }
        // A container could advertise itself as this host's router.
        ignoreAdvertisements(link);
        if (Files.exists(NET.resolve("ipv6/conf").resolve(link))) {
            // A link-local address would be one of this host's that a network without IPv6 does not tell of.
            set("ipv6/conf/" + link + "/disable_ipv6", network.pool6() == null ? ON : "0");
        }
    }

    /** Has a link take no address and no way from routers' advertisements: it has those that it was given. */
    static void ignoreAdvertisements(String link) throws IOException {
        String file = "ipv6/conf/".concat(link).concat("/accept_ra");
        if (Files.exists(NET.resolve(file))) {
            set(file, "0");
        }
    }

    private static void set(String name, String value) throws IOException {
        Path file = NET.resolve(name);
        if (!value.equals(read(file))) {
            write(file, value);
        }
    }

    private static void write(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw new IOException("cannot set " + file + " to " + value + ": " + e.getMessage(), e);
        }
    }

    /** The value, or null where the kernel has no such parameter. */
    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
