package dev.jocker.runtime.doctor;

/**
 * One thing that was looked at.
 *
 * @param check what was looked at, in one word or two
 * @param mark how it is
 * @param text what is there, in one line
 * @param remedy what to do, and why; null: nothing
 */
public record Finding(String check, Mark mark, String text, String remedy) {
    /** How it is. */
    public enum Mark {
        OK,
        /** Something works less well, or not for everybody. */
        WARN,
        /** Containers do not start, or have no network. */
        BAD
    }

    static Finding ok(String check, String text) {
        return new Finding(check, Mark.OK, text, null);
    }

    static Finding warn(String check, String text, String remedy) {
        return new Finding(check, Mark.WARN, text, remedy);
    }

    static Finding bad(String check, String text, String remedy) {
        return new Finding(check, Mark.BAD, text, remedy);
    }
}
