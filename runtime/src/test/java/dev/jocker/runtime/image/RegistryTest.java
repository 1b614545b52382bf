package dev.jocker.runtime.image;

import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.DockerConfig;
import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.NeedsRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry for all tests of a class, and for each a store of its own. */
@NeedsRoot
abstract class RegistryTest {
    @TempDir
    static Path shared;

    static LocalRegistry registry;

    @TempDir
    Path directory;

    Path root;
    ImageStore store;
    final List<Stage> stages = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = LocalRegistry.open(shared.resolve("registry"));
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @BeforeEach
    void emptyStore() {
        root = directory.resolve("data");
        store = ImageStore.under(root);
    }

    static ImageReference reference(String name) {
        return ImageReference.parse(registry.host() + "/" + name);
    }

    Access access() {
        return new Access(variable -> null, DockerConfig.in(directory.resolve("docker")), null, true, null);
    }
}
