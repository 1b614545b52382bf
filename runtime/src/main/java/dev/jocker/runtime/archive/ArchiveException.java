package dev.jocker.runtime.archive;

import java.io.IOException;

/** An archive that cannot be unpacked: damaged, cut short, or meaning harm. The message is one line for a person. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 200;

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A name out of an archive, fit for a message: one line, no control characters, not endless. */
    public static String shown(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), SHOWN); i++) {
            char c = name.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.append(name.length() > SHOWN ? "…" : "").toString();
    }
}
