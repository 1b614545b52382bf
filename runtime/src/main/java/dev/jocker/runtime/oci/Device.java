package dev.jocker.runtime.oci;

/**
 * A device node, {@code mknod(2)}.
 *
 * @param path absolute, in the container
 * @param type c, b, u or p
 * @param fileMode permission bits; null: 0666
 * @param uid its owner; null: 0
 * @param gid its group; null: 0
 */
public record Device(String path, String type, long major, long minor, Integer fileMode, Long uid, Long gid) {}
