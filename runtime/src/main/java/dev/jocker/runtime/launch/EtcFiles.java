package dev.jocker.runtime.launch;

import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.RunOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The three files of {@code /etc} that differ from container to container: how it is called, and how it finds others. */
public final class EtcFiles {
    private static final String NAMESERVER = "nameserver";
    private static final String SYSTEMD = "/run/systemd/resolve/resolv.conf";
    private static final String FALLBACK = "nameserver 8.8.8.8\nnameserver 8.8.4.4\n";

    private EtcFiles() {}

    /** Writes them into {@code directory}, which is made, or written anew for another start. */
    public static void write(Path directory, RunOptions.Resolution wanted, String hostname) throws IOException {
        write(directory, wanted, hostname, null);
    }

    /** The same for one that is on networks, as {@code note} has it; {@link HostsFiles} adds who is there. */
    public static void write(Path directory, RunOptions.Resolution wanted, String hostname, NetworkNote note)
            throws IOException {
        Files.createDirectories(directory);
        write(directory.resolve("hostname"), hostname.concat("\n"));
        write(directory.resolve("hosts"), hosts(wanted, hostname, note));
        String resolvers = note == null ? hostResolvConf() : reachable(hostResolvConf(), contents(SYSTEMD));
        write(directory.resolve("resolv.conf"), resolvConf(wanted, resolvers));
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

    /** {@code hosts(5)}: the loopback names, what {@code --add-host} says, and where it is on no network, the container itself. */
    static String hosts(RunOptions.Resolution wanted, String hostname, NetworkNote note) {
        var text = new StringBuilder("""
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::\tip6-localnet
                ff00::\tip6-mcastprefix
                ff02::1\tip6-allnodes
                ff02::2\tip6-allrouters
                """);
        for (HostEntry entry : wanted.addHosts()) {
            text.append(entry.isHostGateway() ? gateway(note) : entry.address());
            text.append('\t').append(entry.name()).append('\n');
        }
        if (note == null) {
            text.append("127.0.1.1\t").append(hostname).append('\n');
        }
        return text.toString();
    }

    /** The host's address on the first network that leads there. */
    private static String gateway(NetworkNote note) {
        if (note != null) {
            for (Endpoint endpoint : note.endpoints()) {
                if (!endpoint.gateways().isEmpty()) {
                    return endpoint.gateways().getFirst().toString();
                }
            }
        }
        return "127.0.0.1";
    }

    /**
     * The host's {@code resolv.conf(5)} without resolvers on its loopback link, which is not the container's. Where those are all, they are
     * systemd's usually, which has its own resolvers in a file; and where there is none at all, docker's choice.
     */
    static String reachable(String host, String systemd) {
        String left = withoutLoopback(host);
        if (!hasServer(left) && hasServer(withoutLoopback(systemd))) {
            left = withoutLoopback(systemd);
        }
        return hasServer(left) ? left : left.concat(FALLBACK);
    }

    private static String withoutLoopback(String text) {
        var left = new StringBuilder();
        for (String line : text.split("\n")) {
            if (!line.startsWith(NAMESERVER)
                    || !isLoopback(line.substring(NAMESERVER.length()).trim())) {
                left.append(line).append('\n');
            }
        }
        return left.toString();
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1");
    }

    private static boolean hasServer(String text) {
        return text.startsWith(NAMESERVER) || text.indexOf("\n".concat(NAMESERVER)) >= 0;
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
        return contents("/etc/resolv.conf");
    }

    private static String contents(String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
