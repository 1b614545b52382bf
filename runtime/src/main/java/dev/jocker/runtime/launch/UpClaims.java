package dev.jocker.runtime.launch;

import dev.jocker.runtime.network.Claims;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;

/** A container is up as long as somebody looks after it, which its lock tells. */
public record UpClaims(Directories directories) implements Claims {
    @Override
    public boolean isUp(String containerId) throws IOException {
        return LockFile.isTaken(directories.lock(containerId));
    }
}
