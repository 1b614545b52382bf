package dev.jocker.runtime.network;

import java.io.IOException;

/** Whether a container is up, or about to be: what it has taken is its own as long. Others may take the rest. */
@FunctionalInterface
public interface Claims {
    boolean isUp(String containerId) throws IOException;
}
