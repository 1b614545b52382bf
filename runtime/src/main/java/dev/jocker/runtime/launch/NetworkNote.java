package dev.jocker.runtime.launch;

import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a container is on its networks in this run, in the file {@value #FILE} of its directory. It means something as long as the
 * container is up.
 *
 * @param names by which others find it; its host name is the first
 */
public record NetworkNote(List<String> names, List<Endpoint> endpoints, List<PublishedPort> ports) {
    private static final String FILE = "network";

    public NetworkNote {
        names = List.copyOf(names);
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
    }

    /** Null: it is on no network, or has not been started yet. */
    public static NetworkNote read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        JsonObject json = JsonObject.read(bytes, file.toString());
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonObject each : json.objects("endpoints")) {
            endpoints.add(Endpoint.fromJson(each));
        }
        List<PublishedPort> ports = new ArrayList<>();
        for (JsonObject each : json.objects("ports")) {
            ports.add(PublishedPort.fromJson(each));
        }
        return new NetworkNote(json.texts("names"), endpoints, ports);
    }

    /** The same; null also for one that is damaged. */
    public static NetworkNote readable(Path directory) {
        try {
            return read(directory);
        } catch (IOException e) {
            return null;
        }
    }

    public void write(Path directory) throws IOException {
        List<JsonObject> places = new ArrayList<>();
        for (Endpoint each : endpoints) {
            places.add(each.toJson());
        }
        List<JsonObject> published = new ArrayList<>();
        for (PublishedPort each : ports) {
            published.add(each.toJson());
        }
        var json = new JsonObject().put("names", names).put("endpoints", places).put("ports", published);
        WholeFile.writeLightly(directory.resolve(FILE), json.write());
    }

    static void forget(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    /** The names of a container, each once: its host name, its own, the beginning of its id. */
    public static List<String> names(String hostname, String name, String id) {
        Set<String> names = new LinkedHashSet<>();
        names.add(hostname);
        names.add(name);
        names.add(id.substring(0, Math.min(12, id.length())));
        return List.copyOf(names);
    }

    public NetworkNote with(List<Endpoint> others) {
        return new NetworkNote(names, others, ports);
    }

    public NetworkNote named(List<String> others) {
        return new NetworkNote(others, endpoints, ports);
    }

    public Set<String> networkIds() {
        Set<String> ids = new LinkedHashSet<>();
        for (Endpoint each : endpoints) {
            ids.add(each.networkId());
        }
        return ids;
    }

    /** Its place on that network, or null. */
    public Endpoint on(String networkId) {
        for (Endpoint each : endpoints) {
            if (each.networkId().equals(networkId)) {
                return each;
            }
        }
        return null;
    }
}
