package dev.jocker.runtime.registry;

/** How long to wait before the next try: twice as long each time. */
final class Pause {
    /** How often something is tried, in all, unless there is progress in between. */
    static final int TRIES = 6;

    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 30_000;
    private static final int SECOND = 1000;

    private Pause() {}

    /**
     * Waits.
     *
     * @param tried how often it was tried
     * @param asked the header {@code Retry-After}, in seconds; null if there is none
     */
    static void before(int tried, String asked) throws RegistryException {
        long millis = FIRST_MILLIS << Math.min(tried - 1, 10);
        try {
            millis = asked == null ? millis : Math.max(millis, Long.parseLong(asked.strip()) * SECOND);
        } catch (NumberFormatException e) {
            // a date: our own time will do
        }
        try {
            Thread.sleep(Math.min(millis, LONGEST_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted", e);
        }
    }
}
