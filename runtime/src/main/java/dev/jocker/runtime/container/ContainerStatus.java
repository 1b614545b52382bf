package dev.jocker.runtime.container;

import dev.jocker.runtime.options.RestartPolicy;
import java.util.Locale;

/** What a container is doing. Computed at each look, never stored. */
public enum ContainerStatus {
    /** Never started. */
    CREATED,
    /** Its first process runs. */
    RUNNING,
    /** Its processes are frozen. */
    PAUSED,
    /** Between two runs, as its {@link RestartPolicy} wants. */
    RESTARTING,
    /** Being removed. */
    REMOVING,
    /** Its first process has ended. */
    EXITED,
    /** A removal has failed half way. */
    DEAD;

    /** Docker's word for it: {@code running}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has processes: running or paused. */
    public boolean isUp() {
        return this == RUNNING || this == PAUSED;
    }
}
