package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.IpAddress;

/** An address that a container has, {@link Leases}. */
public record Lease(IpAddress address, String containerId) {}
