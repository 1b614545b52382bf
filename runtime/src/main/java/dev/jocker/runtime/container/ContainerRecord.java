package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A container's {@code container.json}: what {@code inspect} prints of it but for its state, in docker's shape, and under
 * {@link #OWN} what only Jocker wants to know. Made by {@link DockerRecord}.
 */
final class ContainerRecord {
    static final String FILE = "container.json";

    /** The member that {@code inspect} does not print. */
    static final String OWN = "Jocker";

    /** Empty in the file: {@link DockerNetworks#settings} has what {@code inspect} prints there. */
    static final String NETWORK_SETTINGS = "NetworkSettings";

    private final JsonObject document;

    ContainerRecord(JsonObject document) {
        this.document = document;
    }

    /** The record in a container's directory; null if it is not there, or not yet. */
    static ContainerRecord read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        var record = new ContainerRecord(JsonObject.read(bytes, file.toString()));
        String id = directory.getFileName().toString();
        if (!id.equals(record.id()) || record.document.text("Name") == null) {
            throw new IOException(file.toString()
                    .concat(" is damaged: it is not the record of ")
                    .concat(id));
        }
        return record;
    }

    /** Writes it to the disk, in place of the last one. The caller has the container's command lock. */
    void write(Path directory) throws IOException {
        WholeFile.write(directory.resolve(FILE), document.write());
    }

    /** As {@link #write}, for a container that does not survive a power cut. */
    void writeLightly(Path directory) throws IOException {
        WholeFile.writeLightly(directory.resolve(FILE), document.write());
    }

    JsonObject document() {
        return document;
    }

    String id() {
        return document.text("Id");
    }

    /** Without docker's slash. */
    String name() {
        return document.text("Name").substring(1);
    }

    void rename(String name) {
        document.put("Name", "/".concat(name));
    }

    Instant created() {
        return instant(document.text("Created"));
    }

    String imageId() {
        return orEmpty(document.text("Image"));
    }

    JsonObject config() {
        return document.object("Config");
    }

    JsonObject hostConfig() {
        return document.object("HostConfig");
    }

    JsonObject own() {
        return document.object(OWN);
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(orEmpty(document.text("Path")));
        command.addAll(document.texts("Args"));
        return command;
    }

    List<String> mounts() {
        List<String> mounts = new ArrayList<>();
        for (JsonObject mount : document.objects("Mounts")) {
            String name = mount.text("Name");
            mounts.add(name == null ? orEmpty(mount.text("Source")) : name);
        }
        return mounts;
    }

    boolean autoRemove() {
        return hostConfig().flag("AutoRemove");
    }

    boolean foreground() {
        return own().flag("Foreground");
    }

    /** How it finds other hosts, as its options had it. */
    RunOptions.Resolution resolution() {
        List<HostEntry> hosts = new ArrayList<>();
        for (String entry : hostConfig().texts("ExtraHosts")) {
            int colon = entry.indexOf(':');
            hosts.add(new HostEntry(entry.substring(0, colon), entry.substring(colon + 1)));
        }
        return new RunOptions.Resolution(
                hosts,
                hostConfig().texts("Dns"),
                hostConfig().texts("DnsSearch"),
                hostConfig().texts("DnsOptions"));
    }

    RestartPolicy restart() {
        JsonObject policy = hostConfig().object("RestartPolicy");
        for (RestartPolicy.Kind kind : RestartPolicy.Kind.values()) {
            if (kind.word().equals(policy.text("Name"))) {
                return new RestartPolicy(kind, (int) policy.number("MaximumRetryCount"));
            }
        }
        return RestartPolicy.NO;
    }

    /** Of user ids, its first; 0: the container has no user namespace. */
    long idRange() {
        return own().number("IdRange");
    }

    private static Instant instant(String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
