package dev.jocker.cli;

import dev.jocker.runtime.container.Attachment;
import dev.jocker.runtime.container.ContainerExit;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.EventQuery;
import dev.jocker.runtime.container.EventReader;
import dev.jocker.runtime.container.LogQuery;
import dev.jocker.runtime.container.LogReader;
import dev.jocker.runtime.container.ProcessTable;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.container.Pruned;
import dev.jocker.runtime.container.RemoveRequest;
import dev.jocker.runtime.container.Stats;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/**
 * What the verbs want of containers that stay on disk. A {@code reference} is a name, an id or the beginning of one; what is wrong with it
 * comes as a {@link dev.jocker.runtime.process.ContainerException}.
 */
interface KeptContainers {
    /** Makes one and returns its id. */
    String create(RunOptions options) throws IOException;

    /** All, the newest first. */
    List<ContainerSnapshot> list() throws IOException;

    ContainerSnapshot snapshot(String reference) throws IOException;

    /** An object with docker's names. */
    String inspectJson(String reference) throws IOException;

    /** Looks through its files. */
    ContainerSize size(String reference) throws IOException;

    void start(String reference) throws IOException;

    /**
     * Asks it to end, and ends it.
     *
     * @param grace null: the container's own
     * @param signal null: the container's own
     */
    void stop(String reference, Duration grace, Integer signal) throws IOException;

    /** As {@link #stop}, and then starts it. */
    void restart(String reference, Duration grace, Integer signal) throws IOException;

    void kill(String reference, int signal) throws IOException;

    void pause(String reference) throws IOException;

    void unpause(String reference) throws IOException;

    ContainerExit await(String reference) throws IOException;

    void remove(String reference, RemoveRequest request) throws IOException;

    /**
     * Changes limits.
     *
     * @param change what is not given in it stays
     * @param policy null: stays
     * @return what was accepted but has no effect here, a line each
     */
    List<String> update(String reference, Limits change, RestartPolicy policy) throws IOException;

    void rename(String reference, String name) throws IOException;

    /** Starts it with its streams connected: what it writes is there from the first byte. */
    Attachment startAttached(String reference, boolean stdin) throws IOException;

    /**
     * Executes a command in it, in the foreground on the process's own standard streams unless the options say that it is detached.
     *
     * @return the command's exit status; 0 of a detached one
     */
    int exec(String reference, ExecOptions options, boolean interactive) throws IOException;

    Attachment attach(String reference, boolean stdin) throws IOException;

    LogReader logs(String reference, LogQuery query) throws IOException;

    Stats stats(String reference) throws IOException;

    EventReader events(EventQuery query) throws IOException;

    Pruned prune(PruneRequest request) throws IOException;

    /** Copies a file or a tree of the host into it; returns how many bytes. */
    long copyIn(String source, String reference, String destination, CopyOptions how) throws IOException;

    /** Unpacks a tar archive in a directory of it. */
    void copyIn(InputStream archive, String reference, String destination, CopyOptions how) throws IOException;

    /** Copies a file or a tree of it to the host; returns how many bytes. */
    long copyOut(String reference, String source, String destination, CopyOptions how) throws IOException;

    /** Packs a file or a tree of it in a tar archive. */
    void copyOut(String reference, String source, OutputStream archive, CopyOptions how) throws IOException;

    /** Its processes, as {@code ps(1)} with these options shows them. */
    ProcessTable top(String reference, List<String> options) throws IOException;

    /** What it has changed in its root. */
    List<Change> diff(String reference) throws IOException;
}
