package dev.jocker.runtime.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a container has on the host, freed in the reverse order of its making. */
final class Resources {
    /** Something to free. */
    interface Resource {
        void close() throws IOException;
    }

    private final List<Resource> held = new ArrayList<>();

    void add(Resource resource) {
        held.add(resource);
    }

    /** Frees everything, whatever fails on the way; the first failure is thrown at the end. */
    void free() throws IOException {
        IOException first = null;
        for (Resource each : held.reversed()) {
            try {
                each.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        held.clear();
        if (first != null) {
            throw first;
        }
    }

    /** Frees everything because of {@code because}, to which failures are added. */
    void freeAfter(Exception because) {
        try {
            free();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
