package dev.jocker.runtime.options;

/**
 * When a container is started again after its end ({@code --restart}). The container's monitor does it, so it holds as long as the
 * machine stays up.
 *
 * @param maximumRetryCount of {@code on-failure}; 0: no limit
 */
public record RestartPolicy(Kind kind, int maximumRetryCount) {
    /** Never. */
    public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

    /** The kinds, as docker has them. */
    public enum Kind {
        NO("no"),
        ON_FAILURE("on-failure"),
        ALWAYS("always"),
        UNLESS_STOPPED("unless-stopped");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it is written on the command line and in {@code inspect}. */
        public String word() {
            return word;
        }
    }

    public RestartPolicy {
        if (maximumRetryCount < 0 || maximumRetryCount > 0 && kind != Kind.ON_FAILURE) {
            throw BadOption.value(
                    "--restart",
                    kind.word() + ":" + maximumRetryCount,
                    "only on-failure has a number of retries, and it is not negative");
        }
    }

    /**
     * Reads {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure} or {@code on-failure:3}.
     *
     * @throws IllegalArgumentException with one line, if it is none of them
     */
    public static RestartPolicy parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String count = colon < 0 ? "0" : text.substring(colon + 1);
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)
                    && Accounts.isNumber(count)
                    && Accounts.number(count) >= 0
                    && Accounts.number(count) <= Integer.MAX_VALUE
                    && (colon < 0 || kind == Kind.ON_FAILURE)) {
                return new RestartPolicy(kind, (int) Accounts.number(count));
            }
        }
        throw BadOption.value("--restart", text, "expected no, on-failure[:N], always or unless-stopped");
    }

    @Override
    public String toString() {
        return maximumRetryCount == 0 ? kind.word() : kind.word().concat(":") + maximumRetryCount;
    }
}
