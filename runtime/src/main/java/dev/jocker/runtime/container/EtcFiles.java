package dev.jocker.runtime.container;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The three files of {@code /etc} that differ from container to container: how it is called, and how it finds others. */
final class EtcFiles {
    private EtcFiles() {}

    /** Writes them into {@code directory}, which is made, or written anew for another start. */
    static void write(Path directory, RunOptions.Resolution wanted, String hostname) throws IOException {
        Files.createDirectories(directory);
        write(directory.resolve("hostname"), hostname.concat("\n"));
        write(directory.resolve("hosts"), hosts(wanted, hostname));
        write(directory.resolve("resolv.conf"), resolvConf(wanted, hostResolvConf()));
    }

    /** A write that fails, on a full disk, does not say where: of the JDK's exceptions only those of other calls do. */
    private static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            var located = new FileSystemException(file.toString(), null, e.getMessage());
            located.initCause(e);
            throw located;
        }
    }

    /** {@code hosts(5)}: the loopback names, what {@code --add-host} says, and the container itself. */
    static String hosts(RunOptions.Resolution wanted, String hostname) {
        var text = new StringBuilder("""
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::\tip6-localnet
                ff00::\tip6-mcastprefix
                ff02::1\tip6-allnodes
                ff02::2\tip6-allrouters
                """);
        for (HostEntry entry : wanted.addHosts()) {
            text.append(entry.address().equals(HostEntry.HOST_GATEWAY) ? "127.0.0.1" : entry.address());
            text.append('\t').append(entry.name()).append('\n');
        }
        return text.append("127.0.1.1\t").append(hostname).append('\n').toString();
    }

    /** {@code resolv.conf(5)}: the host's, but for what {@code --dns}, {@code --dns-search} and {@code --dns-option} replace. */
    static String resolvConf(RunOptions.Resolution wanted, String host) {
        var text = new StringBuilder();
        for (String line : host.split("\n")) {
            boolean replaced = line.startsWith("nameserver") && !wanted.dns().isEmpty()
                    || (line.startsWith("search") || line.startsWith("domain"))
                            && !wanted.dnsSearch().isEmpty()
                    || line.startsWith("options") && !wanted.dnsOptions().isEmpty();
            if (!replaced && !line.isEmpty()) {
                text.append(line).append('\n');
            }
        }
        for (String server : wanted.dns()) {
            text.append("nameserver ").append(server).append('\n');
        }
        if (!wanted.dnsSearch().isEmpty() && !wanted.dnsSearch().getFirst().equals(".")) {
            text.append("search ").append(String.join(" ", wanted.dnsSearch())).append('\n');
        }
        if (!wanted.dnsOptions().isEmpty()) {
            text.append("options ")
                    .append(String.join(" ", wanted.dnsOptions()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String hostResolvConf() throws IOException {
        try {
            return Files.readString(Path.of("/etc/resolv.conf"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
