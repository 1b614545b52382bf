package dev.jocker.runtime.options;

import dev.jocker.runtime.oci.ImageHealth;
import java.time.Duration;
import java.util.List;

/**
 * What is to be otherwise with a container's health than the image says. What is null is as there, or docker's.
 *
 * @param none whether nobody looks, whatever the image says
 * @param command see {@link HealthCheck}
 * @param interval likewise
 * @param timeout likewise
 * @param startPeriod likewise
 * @param startInterval likewise
 * @param retries likewise
 */
public record HealthRequest(
        boolean none,
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        Integer retries) {
    /** As the image says. */
    public static final HealthRequest IMAGES = new HealthRequest(false, null, null, null, null, null, null);

    /** Nobody looks. */
    public static final HealthRequest NONE = new HealthRequest(true, null, null, null, null, null, null);

    private static final long SHORTEST = 1_000_000;

    public HealthRequest {
        command = command == null ? null : List.copyOf(command);
    }

    /** All of {@code check}. */
    static HealthRequest of(HealthCheck check) {
        return new HealthRequest(
                false,
                check.command(),
                check.interval(),
                check.timeout(),
                check.startPeriod(),
                check.startInterval(),
                check.retries());
    }

    /**
     * What comes of it with an image.
     *
     * @param image what that says, or null
     * @return null: nobody looks
     * @throws IllegalArgumentException if there are only times for a check that is none
     */
    public HealthCheck over(ImageHealth image) {
        List<String> test = command == null && image != null ? command(image.test()) : command;
        if (none || test == null) {
            if (!none && isTimed()) {
                throw new IllegalArgumentException(
                        "the image has no health check: --health-interval and its kin need --health-cmd");
            }
            return null;
        }
        ImageHealth usual = image == null ? new ImageHealth(List.of(), 0, 0, 0, 0, 0) : image;
        return new HealthCheck(
                test,
                time(interval, usual.interval(), HealthCheck.DEFAULT_INTERVAL),
                time(timeout, usual.timeout(), HealthCheck.DEFAULT_TIMEOUT),
                time(startPeriod, usual.startPeriod(), Duration.ZERO),
                time(startInterval, usual.startInterval(), HealthCheck.DEFAULT_START_INTERVAL),
                retries(usual.retries()));
    }

    private boolean isTimed() {
        return interval != null || timeout != null || startPeriod != null || startInterval != null || retries != null;
    }

    /** An image's words as a command's; null: nobody looks. */
    private static List<String> command(List<String> test) {
        if (test.size() < 2) {
            return null; // NONE, or nothing to execute
        }
        return switch (test.getFirst()) {
            case "CMD" -> test.subList(1, test.size());
            case "CMD-SHELL" -> HealthCheck.shell(test.get(1)).command();
            default -> null;
        };
    }

    private static Duration time(Duration wanted, long ofImage, Duration usual) {
        if (wanted != null) {
            return wanted;
        }
        return ofImage < SHORTEST ? usual : Duration.ofNanos(ofImage);
    }

    private int retries(int ofImage) {
        if (retries != null) {
            return retries;
        }
        return ofImage < 1 ? HealthCheck.DEFAULT_RETRIES : ofImage;
    }
}
