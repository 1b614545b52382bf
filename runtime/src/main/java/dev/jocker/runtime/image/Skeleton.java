package dev.jocker.runtime.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A root file system's directories and the few files of {@code /etc} that every program expects, made in an empty place. */
final class Skeleton {
    private static final String EVERYBODY = "rwxr-xr-x";
    private static final String TEXT = "rw-r--r--";
    private static final String NOLOGIN = "/usr/sbin/nologin";

    private final Path root;

    private Skeleton(Path root) {
        this.root = root;
    }

    /** Makes {@code root}, an empty directory. */
    static Skeleton in(Path root) throws IOException {
        Skeleton skeleton = new Skeleton(root);
        skeleton.directory("", EVERYBODY);
        return skeleton;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    void directories() throws IOException {
        for (String name : new String[] {
            "usr",
            "dev",
            "etc",
            "home",
            "media",
            "mnt",
            "opt",
            "proc",
            "run",
            "srv",
            "sys",
            "var",
            "var/cache",
            "var/lib",
            "var/log",
            "var/spool"
        }) {
            directory(name, EVERYBODY);
        }
        directory("root", "rwx------");
        for (String name : new String[] {"tmp", "var/tmp", "run/lock"}) {
            directory(name, "rwxrwxrwx");
            Files.setAttribute(path(name), "unix:mode", 01777);
        }
        link("var/run", "/run");
        link("var/lock", "/run/lock");
    }

    /** The files that are the image's own. Accounts have Debian's numbers, which most other distributions share. */
    void etc(boolean bash) throws IOException {
        String shell = bash ? "/bin/bash" : "/bin/sh";
        text(
                "passwd",
                "root:x:0:0:root:/root:" + shell + "\n"
                        + account("daemon", 1, 1, "/usr/sbin")
                        + account("bin", 2, 2, "/bin")
                        + account("sys", 3, 3, "/dev")
                        + account("mail", 8, 8, "/var/mail")
                        + account("www-data", 33, 33, "/var/www")
                        + account("_apt", 42, 65534, "/nonexistent")
                        + account("nobody", 65534, 65534, "/nonexistent"));
        text("group", """
                root:x:0:
                daemon:x:1:
                bin:x:2:
                sys:x:3:
                adm:x:4:
                tty:x:5:
                disk:x:6:
                mail:x:8:
                www-data:x:33:
                utmp:x:43:
                staff:x:50:
                users:x:100:
                nogroup:x:65534:
                """);
        text("nsswitch.conf", """
                passwd: files
                group: files
                shadow: files
                hosts: files dns
                networks: files
                protocols: files
                services: files
                """);
        text("hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        text("hostname", "");
        text("resolv.conf", "");
        link("etc/mtab", "../proc/self/mounts");
        link("etc/os-release", "../usr/lib/os-release");
    }

    void directoryWithParents(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            directoryWithParents(name.substring(0, slash));
        }
        if (!Files.isDirectory(path(name))) {
            directory(name, EVERYBODY);
        }
    }

    void link(String name, String target) throws IOException {
        Files.createSymbolicLink(path(name), Path.of(target));
    }

    private void text(String name, String text) throws IOException {
        Path file = path("etc/" + name);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(TEXT));
    }

    private void directory(String name, String permissions) throws IOException {
        Path directory = path(name);
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions)); // whatever the umask
    }

    private static String account(String name, int uid, int gid, String home) {
        return name + ":x:" + uid + ":" + gid + ":" + name + ":" + home + ":" + NOLOGIN + "\n";
    }
}
