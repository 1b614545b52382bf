package dev.jocker.runtime.monitor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How it is found out, again and again, whether a container does well: by an image that is executed and whose exit status 0 says so.
 *
 * <p>It has the descriptors 0 ({@code /dev/null}), 1 and 2 (a pipe), {@value #TARGET} (a pidfd of the container's first process), and
 * those of the {@code opened} from {@value #OPENED} on; all signals are blocked in it. If it is killed, what it has started should end
 * with it.
 *
 * @param image the bytes of a {@link dev.jocker.runtime.program.SealedImage}
 * @param opened files to be opened for writing before each run, absolute: {@code cgroup.procs} of the container's groups
 * @param interval from the end of a probe to the beginning of the next; also before the first
 * @param timeout after which a probe is killed, and has failed
 * @param startPeriod in which a failure does not count, as long as no probe has succeeded
 * @param startInterval in place of {@code interval} meanwhile
 * @param retries failures in a row that make the container unhealthy
 */
@SuppressWarnings("ArrayRecordComponent") // written to a file, not compared
public record Probing(
        byte[] image,
        List<Path> opened,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    /** A probe's descriptor of the container's first process. */
    public static final int TARGET = MonitorDescriptors.CHILD;

    /** A probe's first descriptor of {@link #opened}. */
    public static final int OPENED = TARGET + 1;

    /** The probe's image, in the container's directory. */
    static final String IMAGE = "probe";

    /** That of the program that runs it. */
    static final String PROGRAM = "health-program";

    public Probing {
        opened = List.copyOf(opened);
        if (retries < 1) {
            throw new IllegalArgumentException(retries + " retries");
        }
    }
}
