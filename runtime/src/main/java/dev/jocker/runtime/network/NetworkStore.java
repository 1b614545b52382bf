package dev.jocker.runtime.network;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The networks' records, a file each by their names. */
final class NetworkStore {
    private static final String SUFFIX = ".json";
    private static final int LEAST_OF_AN_ID = 1;

    private final Path directory;

    NetworkStore(Path data) {
        this.directory = data.resolve("networks");
    }

    private Path file(String name) {
        return directory.resolve(name.concat(SUFFIX));
    }

    /** The network of that name, or null. */
    Network named(String name) throws IOException {
        return NetworkRequest.isName(name) ? read(file(name)) : null;
    }

    /** The network of that id, or null. */
    Network withId(String id) throws IOException {
        for (Network network : list()) {
            if (network.id().equals(id)) {
                return network;
            }
        }
        return null;
    }

    /** The network of that name, or whose id begins so. */
    Network find(String word) throws IOException {
        Network found = named(word);
        if (found != null) {
            return found;
        }
        for (Network network : list()) {
            if (word.length() >= LEAST_OF_AN_ID && network.id().startsWith(word)) {
                if (found != null) {
                    throw new NetworkException.NotFound("network " + word + ": several ids begin so");
                }
                found = network;
            }
        }
        if (found == null) {
            throw new NetworkException.NotFound("network " + word + " not found");
        }
        return found;
    }

    /** All, by their names. */
    List<Network> list() throws IOException {
        List<Network> networks = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Network network = file.toString().endsWith(SUFFIX) ? read(file) : null;
                if (network != null) {
                    networks.add(network);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return networks;
        }
        networks.sort(Comparator.comparing(Network::name));
        return networks;
    }

    private static Network read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        return Network.fromJson(JsonObject.read(bytes, file.toString()), file.toString());
    }

    void write(Network network) throws IOException {
        Files.createDirectories(directory);
        byte[] text = network.toJson().indented().concat("\n").getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file(network.name()), text);
    }

    void delete(Network network) throws IOException {
        Files.deleteIfExists(file(network.name()));
    }
}
