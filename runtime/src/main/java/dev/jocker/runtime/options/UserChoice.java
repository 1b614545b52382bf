package dev.jocker.runtime.options;

/**
 * The user to run as, as {@code -u} and an image's configuration name it; looked up in the container's own accounts.
 *
 * @param user a name or a number; empty means the user with number 0
 * @param group a name or a number; null: the user's own group and further groups
 */
public record UserChoice(String user, String group) {
    static final String OPTION = "--user";

    /** Root, with what the container's accounts say about it. */
    public static final UserChoice DEFAULT = new UserChoice("", null);

    /**
     * Reads {@code name|uid[:group|gid]}.
     *
     * @throws IllegalArgumentException if a part is missing or a number does not fit
     */
    public static UserChoice parse(String value) {
        return parse(value, OPTION);
    }

    /**
     * Reads what somebody has written elsewhere.
     *
     * @param option what errors call that place
     * @throws IllegalArgumentException if a part is missing or a number does not fit
     */
    public static UserChoice parse(String value, String option) {
        int colon = value.indexOf(':');
        String user = colon < 0 ? value : value.substring(0, colon);
        String group = colon < 0 ? null : value.substring(colon + 1);
        if (group != null && (group.isEmpty() || group.indexOf(':') >= 0)
                || tooLarge(user)
                || group != null && tooLarge(group)) {
            throw BadOption.value(option, value, "expected NAME|UID[:GROUP|GID], numbers from 0 to 2147483647");
        }
        return new UserChoice(user, group);
    }

    private static boolean tooLarge(String word) {
        return Accounts.isNumber(word) && Accounts.number(word) < 0;
    }

    @Override
    public String toString() {
        return group == null ? user : user + ":" + group;
    }
}
