package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jocker.runtime.container.CommitOptions;
import java.io.IOException;
import java.io.OutputStream;

/** Remembers what was to be made. */
final class FakeMaking implements ImageMaking {
    String asked;
    CommitOptions options;

    @Override
    public String commit(String container, CommitOptions how) {
        asked = "commit " + container;
        options = how;
        return "sha256:1";
    }

    @Override
    public void export(String container, OutputStream archive) throws IOException {
        asked = "export " + container;
        archive.write("archive".getBytes(UTF_8));
        if (container.equals("broken")) {
            throw new IOException("it broke");
        }
    }

    @Override
    public String init(String directory, String name) {
        asked = "init " + directory + " " + name;
        return "sha256:2";
    }
}
