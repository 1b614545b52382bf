package dev.jocker.runtime.oci;

/** A range of ids inside and the range outside that it stands for, {@code user_namespaces(7)}. */
public record IdMapping(long containerID, long hostID, long size) {}
