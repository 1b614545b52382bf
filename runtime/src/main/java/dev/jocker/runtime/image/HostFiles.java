package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * What the built-in image takes from the host's {@code /etc}: what programs of {@code /usr} lead to by links, or cannot do without.
 * Configuration only, and only what everybody on the host may read.
 */
final class HostFiles {
    /** Counts up when what a skeleton holds changes, so that old ones are not used. */
    private static final int EDITION = 1;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int DEPTH = 8;
    private static final long LARGEST = 16 << 20;

    /** What is copied, in groups: nothing of a group is there unless its first part is, of which there is one for each. */
    private static final Group[] GROUPS = {
        new Group("ld.so.cache", List.of("ld.so.cache")),
        new Group("ld.so.conf", List.of("ld.so.conf")),
        new Group("ld.so.conf.d", List.of("ld.so.conf.d")),
        new Group("alternatives", List.of("alternatives")),
        new Group("ssl", List.of("ssl/certs", "ssl/cert.pem", "ssl/openssl.cnf")),
        new Group("ca-certificates", List.of("ca-certificates/extracted")),
        new Group(
                "pki",
                List.of(
                        "pki/tls/certs",
                        "pki/tls/cert.pem",
                        "pki/tls/openssl.cnf",
                        "pki/ca-trust/extracted",
                        "pki/java")),
        new Group("crypto-policies", List.of("crypto-policies")),
    };

    /** Files that are written in place, and directories below those that are copied: what is above them does not tell. */
    private static final Group[] TELLTALES = {
        new Group("ssl/certs", List.of("ssl/certs/ca-certificates.crt", "ssl/certs/java/cacerts")),
        new Group(
                "pki/ca-trust",
                List.of("pki/ca-trust/extracted/pem", "pki/ca-trust/extracted/java", "pki/ca-trust/extracted/openssl")),
        new Group("crypto-policies", List.of("crypto-policies/back-ends")),
    };

    /** Links that may change, and where JDKs are: what Debian's do not start without is in {@code /etc/java*}. */
    private static final String[] ROOTS = {"bin", "sbin", "lib", "lib64", "usr/lib/jvm"};

    private final Path etc;
    private final String key;

    private HostFiles(Path etc, String key) {
        this.etc = etc;
        this.key = key;
    }

    /** Names below etc. */
    private record Group(String top, List<String> names) {}

    /**
     * What is there now.
     *
     * @param machine {@code /}, but in tests
     */
    static HostFiles of(Path machine) throws IOException {
        Fingerprint seen = new Fingerprint();
        seen.add(EDITION);
        seen.add(boot());
        String top = machine.toString().equals("/") ? "/" : machine + "/";
        for (String root : ROOTS) {
            seen.addFile(top + root);
        }
        String etc = top + "etc/";
        for (Group group : GROUPS) {
            add(seen, etc, group);
        }
        for (Group group : TELLTALES) {
            add(seen, etc, group);
        }
        return new HostFiles(machine.resolve("etc"), seen.toString());
    }

    /** Names this state of the host's files: it changes when one of them, or the list of a directory, does. */
    String key() {
        return key;
    }

    void copyTo(Skeleton skeleton) throws IOException {
        for (Group group : GROUPS) {
            for (String name : group.names()) {
                copy(name, skeleton);
            }
        }
        try (DirectoryStream<Path> javas = Files.newDirectoryStream(etc, "java*")) {
            for (Path each : javas) {
                copy(each.getFileName().toString(), skeleton);
            }
        }
    }

    private void copy(String name, Skeleton skeleton) throws IOException {
        Path source = etc.resolve(name);
        if (Files.exists(source)) {
            String target = "etc/" + name;
            skeleton.directoryWithParents(target.substring(0, target.lastIndexOf('/')));
            copy(source, skeleton.path(target), 0);
        }
    }

    private static void copy(Path source, Path target, int depth) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(source, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(source));
        } else if (!attributes.permissions().contains(PosixFilePermission.OTHERS_READ)) {
            return;
        } else if (attributes.isRegularFile() && attributes.size() <= LARGEST) {
            Files.copy(source, target);
            Files.setPosixFilePermissions(target, attributes.permissions());
        } else if (attributes.isDirectory() && depth < DEPTH) {
            Files.createDirectory(target);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
                for (Path each : entries) {
                    // Most of Debian's alternatives are manual pages, and each link costs as much as a start has to
                    // spare.
                    if (!each.toString().endsWith(".gz")) {
                        copy(each, target.resolve(each.getFileName()), depth + 1);
                    }
                }
            }
            Files.setPosixFilePermissions(target, attributes.permissions());
        }
    }

    /** A skeleton is not written through to the disk, so after a reboot it is made again: the power may have failed. */
    private static String boot() throws IOException {
        try (Fd file = Descriptors.open(BOOT_ID, Flags.none(OpenFlag.class))) {
            ByteBuffer bytes = Descriptors.buffer(64);
            Descriptors.read(file, bytes);
            byte[] id = new byte[bytes.flip().remaining()];
            bytes.get(id);
            return new String(id, StandardCharsets.US_ASCII);
        }
    }

    private static void add(Fingerprint seen, String etc, Group group) throws IOException {
        if (!seen.addFile(etc.concat(group.top()))) {
            return;
        }
        for (String name : group.names()) {
            if (!name.equals(group.top())) {
                seen.addFile(etc.concat(name));
            }
        }
    }
}
