package dev.jocker.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a container has on the host, freed in the reverse order of its making. */
public final class Resources {
    /** Something to free. */
    public interface Resource {
        void close() throws IOException;
    }

    /**
     * One of them.
     *
     * @param otherwise what is done if it cannot be freed, instead of freeing what was there before it; or null
     */
    private record Held(Resource resource, Resource otherwise) {}

    private final List<Held> held = new ArrayList<>();

    /** Nothing yet. */
    public Resources() {}

    /** Adds what is freed before all that was added earlier. */
    public void add(Resource resource) {
        held.add(new Held(resource, null));
    }

    /** Adds what is to be found again if it cannot be freed: then {@code otherwise} is done, and what was added before stays. */
    public void add(Resource resource, Resource otherwise) {
        held.add(new Held(resource, otherwise));
    }

    /** Frees everything, whatever fails on the way; the first failure is thrown at the end. */
    public void free() throws IOException {
        Exception first = null;
        for (Held each : held.reversed()) {
            Exception failure = failure(each.resource());
            first = first == null ? failure : first;
            if (failure != null && each.otherwise() != null) {
                failure(each.otherwise());
                break;
            }
        }
        held.clear();
        if (first instanceof IOException e) {
            throw e;
        }
        if (first instanceof RuntimeException e) {
            throw e;
        }
    }

    private static Exception failure(Resource resource) {
        try {
            resource.close();
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    /** Frees everything because of {@code because}, to which failures are added. */
    public void freeAfter(Exception because) {
        try {
            free();
        } catch (IOException | RuntimeException e) {
            because.addSuppressed(e);
        }
    }
}
