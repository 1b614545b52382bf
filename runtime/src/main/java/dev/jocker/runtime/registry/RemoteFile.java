package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A file that any server has, and that has to be the one that is meant: it comes by http too, since its digest is known. */
public final class RemoteFile {
    private static final int REDIRECTIONS = 10;
    private static final int BUFFER = 1 << 16;

    private RemoteFile() {}

    /**
     * Fetches it.
     *
     * @param digest that it has to have
     * @param to made
     */
    public static void fetch(URI address, Access access, String digest, Path to) throws IOException {
        URI at = address;
        for (int i = 0; i < REDIRECTIONS; i++) {
            if (at.getHost() == null || !"http".equals(at.getScheme()) && !"https".equals(at.getScheme())) {
                throw new RegistryException(at + " is no address of a file", 0);
            }
            try (Reply reply = new Connections(at.getAuthority(), access).send(Request.get(at), null)) {
                URI next = reply.redirection();
                if (next == null) {
                    save(reply, at, digest, to);
                    return;
                }
                at = next;
            }
        }
        throw new RegistryException(address + " leads on more than " + REDIRECTIONS + " times", 0);
    }

    private static void save(Reply reply, URI address, String digest, Path to) throws IOException {
        if (!reply.isGood()) {
            throw new RegistryException(address + ": " + reply.text(), reply.status());
        }
        MessageDigest computed = Digests.sha256();
        try (InputStream body = reply.body();
                OutputStream file = Files.newOutputStream(to)) {
            byte[] bytes = new byte[BUFFER];
            for (int count = body.read(bytes); count >= 0; count = body.read(bytes)) {
                computed.update(bytes, 0, count);
                file.write(bytes, 0, count);
            }
        }
        String found = Digests.text(computed.digest());
        if (!found.equals(digest)) {
            throw new RegistryException(address + " has the digest " + found + ", not " + digest, 0);
        }
    }
}
