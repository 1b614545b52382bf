package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;

/**
 * A port of this host that leads to a container's.
 *
 * @param host the host's address; null: all, of both families where the container's network has both
 * @param hostPort 0: one of the kernel's choice, {@link HeldPorts#ports} says which
 * @param protocol of both
 * @param containerPort inside
 */
public record PublishedPort(IpAddress host, int hostPort, IpProtocol protocol, int containerPort) {
    private static final int LAST_PORT = 65535;

    public PublishedPort {
        if (hostPort < 0 || hostPort > LAST_PORT) {
            throw new NetworkException.Malformed("port " + hostPort + ": from 0 to " + LAST_PORT);
        }
        if (containerPort < 1 || containerPort > LAST_PORT) {
            throw new NetworkException.Malformed("port " + containerPort + ": from 1 to " + LAST_PORT);
        }
    }

    /** Whether the host's side is of that family, alone or with the other. */
    boolean isOf(boolean v4) {
        return host == null || host.isV4() == v4;
    }

    /** Whether any address of the host will do. */
    boolean isAnywhere() {
        return host == null || host.isAny();
    }

    PublishedPort at(int port) {
        return new PublishedPort(host, port, protocol, containerPort);
    }

    /** The host's side, {@code 0.0.0.0:8080/tcp}. */
    String hostSide() {
        String address = host == null ? "0.0.0.0" : host.isV6() ? "[" + host + "]" : host.toString();
        return address + ":" + hostPort + "/" + protocol;
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("host", host == null ? null : host.toString())
                .put("hostPort", hostPort)
                .put("protocol", protocol.toString())
                .put("containerPort", containerPort);
    }

    /**
     * What {@link #toJson} made.
     *
     * @throws IOException with one line, if it is something else
     */
    public static PublishedPort fromJson(JsonObject json) throws IOException {
        try {
            String host = json.text("host");
            return new PublishedPort(
                    host == null ? null : IpAddress.parse(host),
                    (int) json.number("hostPort"),
                    IpProtocol.parse(String.valueOf(json.text("protocol"))),
                    (int) json.number("containerPort"));
        } catch (IllegalArgumentException | NetworkException e) {
            throw new IOException("a published port's record is damaged: ".concat(e.getMessage()), e);
        }
    }

    /** {@code 0.0.0.0:8080->80/tcp}. */
    @Override
    public String toString() {
        String address = host == null ? "0.0.0.0" : host.isV6() ? "[" + host + "]" : host.toString();
        return address + ":" + hostPort + "->" + containerPort + "/" + protocol;
    }
}
