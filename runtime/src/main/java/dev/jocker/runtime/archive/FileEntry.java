package dev.jocker.runtime.archive;

import java.util.Map;

/**
 * A file, but for its contents.
 *
 * @param path relative, without empty parts, {@code .} or {@code ..}; text as {@link dev.jocker.runtime.syscall.FileNames} has it; empty:
 *     the top itself
 * @param kind what it is
 * @param permissions the mode without the type
 * @param uid its owner
 * @param gid its group
 * @param size of a regular file, in bytes; else 0
 * @param seconds of the last modification, since 1970
 * @param nanoseconds beyond them
 * @param link where a symbolic link leads; the path of an earlier entry that a hard link is another name of; else null
 * @param major of a device, else 0
 * @param minor of a device, else 0
 * @param attributes extended ones
 */
public record FileEntry(
        String path,
        Kind kind,
        int permissions,
        int uid,
        int gid,
        long size,
        long seconds,
        int nanoseconds,
        String link,
        int major,
        int minor,
        Map<String, byte[]> attributes) {
    /** What a file is. */
    public enum Kind {
        REGULAR,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FIFO
    }

    public FileEntry {
        attributes = Map.copyOf(attributes);
    }

    /** Whether it is a node of one. */
    public boolean isDevice() {
        return kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE;
    }

    /** The same file of another owner. A program that runs as its owner does not do so any more, nor has it capabilities. */
    public FileEntry ownedBy(int user, int group) {
        int left = kind == Kind.DIRECTORY ? permissions : permissions & ~06000;
        return new FileEntry(path, kind, left, user, group, size, seconds, nanoseconds, link, major, minor, Map.of());
    }

    /** The same file with owners of other numbers. */
    public FileEntry numbered(int user, int group) {
        return new FileEntry(
                path, kind, permissions, user, group, size, seconds, nanoseconds, link, major, minor, attributes);
    }

    /** The same file with other extended attributes. */
    public FileEntry with(Map<String, byte[]> others) {
        return new FileEntry(path, kind, permissions, uid, gid, size, seconds, nanoseconds, link, major, minor, others);
    }

    /** The same file in another place; {@code to}: {@link #link()}, there. */
    public FileEntry at(String place, String to) {
        return new FileEntry(
                place, kind, permissions, uid, gid, size, seconds, nanoseconds, to, major, minor, attributes);
    }

    /** The same file with another mode. */
    public FileEntry permitting(int mode) {
        return new FileEntry(path, kind, mode, uid, gid, size, seconds, nanoseconds, link, major, minor, attributes);
    }

    /** The same file, last modified then: seconds since 1970. */
    public FileEntry modified(long time) {
        return new FileEntry(path, kind, permissions, uid, gid, size, time, 0, link, major, minor, attributes);
    }

    /** The same file with so many bytes. */
    FileEntry withSize(long bytes) {
        return new FileEntry(
                path, kind, permissions, uid, gid, bytes, seconds, nanoseconds, link, major, minor, attributes);
    }

    /** The directory that it is in; empty: the top. */
    String parent() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last part of its path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
