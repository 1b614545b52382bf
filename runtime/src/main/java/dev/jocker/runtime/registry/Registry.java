package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A registry of images, which speaks the OCI distribution protocol or docker's registry protocol, version 2, which is the same.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution specification</a>
 */
public final class Registry {
    private static final String MANIFESTS = String.join(
            ", ",
            MediaTypes.INDEX,
            MediaTypes.MANIFEST,
            MediaTypes.DOCKER_LIST,
            MediaTypes.DOCKER_MANIFEST,
            "application/vnd.docker.distribution.manifest.v1+prettyjws");
    private static final int LONGEST_DOCUMENT = 1 << 23;
    private static final int BUFFER = 1 << 16;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;

    private final Session session;

    private Registry(Session session) {
        this.session = session;
    }

    /** The registry of that name, as names of images have it: {@code docker.io}, {@code localhost:5000}. */
    public static Registry named(String host, Access access) {
        return new Registry(new Session(host, null, access));
    }

    /** A mirror, whose address says how it is spoken to. */
    public static Registry mirror(URI address, Access access) {
        String text = address.toString();
        URI base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        return new Registry(new Session(address.getAuthority(), base, access));
    }

    /** Its name, for messages. */
    public String host() {
        return session.host();
    }

    /**
     * Fetches a manifest or an index.
     *
     * @param reference a tag, or a digest, which then is checked
     */
    public RegistryDocument manifest(String repository, String reference) throws IOException {
        Request request =
                Request.get(address(repository, "/manifests/" + reference)).with("Accept", MANIFESTS);
        try (Reply reply = session.send(request, pulling(repository))) {
            if (!reply.isGood()) {
                throw refused(reply, repository, reference);
            }
            byte[] bytes = reply.body(LONGEST_DOCUMENT, "the manifest of " + repository);
            String digest = Digests.of(bytes);
            String said = Digests.isDigest(reference) ? reference : reply.header("Docker-Content-Digest");
            if (Digests.isDigest(said) && !said.equals(digest)) {
                throw new RegistryException(
                        "the manifest of " + repository + " is to have the digest " + said + ", and has " + digest
                                + ": it has been damaged or forged",
                        0);
            }
            String type = reply.header("Content-Type");
            String own = JsonObject.read(bytes, "the manifest of " + repository).text("mediaType");
            String mediaType = own != null ? own : type == null ? "" : type.split(";", 2)[0].strip();
            return new RegistryDocument(mediaType, digest, bytes);
        }
    }

    /** Fetches a small blob whole. */
    public byte[] small(String repository, Descriptor blob) throws IOException {
        if (blob.size() > LONGEST_DOCUMENT) {
            throw new RegistryException("the configuration of " + repository + " is of " + blob.size() + " bytes", 0);
        }
        try (BlobStream stream = blob(repository, blob, () -> {})) {
            return stream.readAllBytes();
        }
    }

    /**
     * Fetches a blob. Nothing is asked before the first reading.
     *
     * @param retrying is told when the connection has broken and a new one is made
     */
    public BlobStream blob(String repository, Descriptor blob, Runnable retrying) throws IOException {
        Request request = Request.get(address(repository, "/blobs/" + blob.digest()));
        return new BlobStream(session, request, pulling(repository), blob, retrying);
    }

    /** The tags of a repository. */
    public List<String> tags(String repository) throws IOException {
        List<String> tags = new ArrayList<>();
        URI next = address(repository, "/tags/list");
        while (next != null) {
            try (Reply reply = session.send(Request.get(next), pulling(repository))) {
                if (!reply.isGood()) {
                    throw refused(reply, repository, null);
                }
                byte[] bytes = reply.body(LONGEST_DOCUMENT, "the list of tags");
                tags.addAll(JsonObject.read(bytes, "the list of tags").texts("tags"));
                next = next(reply, next);
            }
        }
        return tags;
    }

    /** Whether the registry has the blob. */
    public boolean has(String repository, String digest) throws IOException {
        Request request = Request.of("HEAD", address(repository, "/blobs/" + digest));
        try (Reply reply = session.send(request, pushing(repository))) {
            if (reply.isGood() || reply.status() == NOT_FOUND) {
                return reply.isGood();
            }
            throw notTaken(reply, repository);
        }
    }

    /**
     * Sends a blob, unless the registry finds it in another repository.
     *
     * @param file what is sent
     * @param from another repository of this registry, which may have it; null: none
     * @param progress is told how much is sent
     * @param retrying is told when that begins anew
     * @return whether it was sent
     */
    public boolean upload(
            String repository, Descriptor blob, Path file, String from, LongConsumer progress, Runnable retrying)
            throws IOException {
        for (int tried = 1; ; tried++) {
            URI place = begin(repository, blob, from);
            if (place == null) {
                return false;
            }
            String after = null;
            String joint = place.getRawQuery() == null ? "?" : "&";
            Request put = Request.of("PUT", URI.create(place + joint + "digest=" + blob.digest()))
                    .with("Content-Type", "application/octet-stream")
                    .with(new FileBody(file, blob.size(), progress));
            // Once: the registry keeps what has come, and does not take the beginning again at the same place.
            try (Reply reply = session.sendOnce(put, pushing(repository))) {
                if (reply.isGood()) {
                    return true;
                }
                if (!reply.isPassing() || tried == Pause.TRIES) {
                    throw notTaken(reply, repository);
                }
                after = reply.header("Retry-After");
            } catch (RegistryException e) {
                if (!(e.getCause() instanceof IOException) || tried == Pause.TRIES) {
                    throw e;
                }
            }
            retrying.run();
            Pause.before(tried, after);
        }
    }

    /** Where to send the blob; null: the registry has found it in the other repository. */
    private URI begin(String repository, Descriptor blob, String from) throws IOException {
        String query = from == null ? "" : "?mount=" + blob.digest() + "&from=" + from;
        String scope = pushing(repository) + (from == null ? "" : " " + pulling(from));
        Request request = Request.of("POST", address(repository, "/blobs/uploads/" + query))
                .with(Request.body(new byte[0]));
        try (Reply reply = session.send(request, scope)) {
            if (reply.isGood()) {
                return reply.status() == CREATED ? null : reply.location();
            }
            if (from == null) {
                throw notTaken(reply, repository);
            }
        }
        return begin(repository, blob, null); // the other one may not be for us
    }

    /**
     * Gives the registry a manifest, whose blobs it has.
     *
     * @param reference a tag, or the manifest's digest
     */
    public void putManifest(String repository, String reference, String mediaType, byte[] bytes) throws IOException {
        Request request = Request.of("PUT", address(repository, "/manifests/" + reference))
                .with("Content-Type", mediaType)
                .with(Request.body(bytes));
        try (Reply reply = session.send(request, pushing(repository))) {
            if (!reply.isGood()) {
                throw notTaken(reply, repository);
            }
        }
    }

    /** Asks for nothing but whether who we are is welcome. */
    public void check() throws IOException {
        try (Reply reply = session.send(Request.get(session.address("/v2/")), "")) {
            if (reply.status() == 401 || reply.status() == 403) {
                throw new RegistryException(host() + " does not take this user and password", reply.status());
            }
            if (!reply.isGood()) {
                throw new RegistryException(host() + " is no registry: " + reply.text(), reply.status());
            }
        }
    }

    private record FileBody(Path file, long size, LongConsumer progress) implements Request.Body {
        @Override
        public void writeTo(OutputStream stream) throws IOException {
            byte[] bytes = new byte[BUFFER];
            long sent = 0;
            try (InputStream from = Files.newInputStream(file)) {
                for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                    stream.write(bytes, 0, count);
                    sent += count;
                    progress.accept(sent);
                }
            }
        }
    }

    private RegistryException notTaken(Reply reply, String repository) {
        boolean login = reply.status() == 401 || reply.status() == 403;
        String why = login ? "that needs a login that may (jocker login " + host() + ")" : reply.text();
        return new RegistryException(host() + " does not take " + repository + ": " + why, reply.status());
    }

    private RegistryException refused(Reply reply, String repository, String reference) {
        String message = switch (reply.status()) {
            case 401, 403 ->
                host() + " does not give " + repository + ": it is not there, or needs a login that may (jocker login "
                        + host() + ")";
            case NOT_FOUND ->
                reference != null
                        ? host() + " has no image " + repository + " with " + named(reference)
                        : host() + " has no image " + repository;
            default -> host() + " does not do it for " + repository + ": " + reply.text();
        };
        return new RegistryException(message, reply.status());
    }

    private static String named(String reference) {
        return Digests.isDigest(reference) ? "the digest " + reference : "the tag \"" + reference + "\"";
    }

    /** {@code Link: </v2/…?last=x>; rel="next"}. */
    private static URI next(Reply reply, URI here) {
        String link = reply.header("Link");
        int from = link == null ? -1 : link.indexOf('<');
        int to = from < 0 ? -1 : link.indexOf('>', from);
        return to < 0 || !link.substring(to).contains("next") ? null : here.resolve(link.substring(from + 1, to));
    }

    private URI address(String repository, String rest) throws IOException {
        return session.address("/v2/" + repository + rest);
    }

    private static String pulling(String repository) {
        return "repository:" + repository + ":pull";
    }

    private static String pushing(String repository) {
        return "repository:" + repository + ":pull,push";
    }
}
