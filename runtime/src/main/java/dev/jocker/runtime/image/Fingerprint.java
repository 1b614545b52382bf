package dev.jocker.runtime.image;

import dev.jocker.runtime.syscall.FileStatus;
import java.io.IOException;

/** Two 64-bit FNV-1a hashes: nobody who could forge one gains by it, and a cryptographic digest is dear in a cold start. */
final class Fingerprint {
    private static final long PRIME = 0x100000001b3L;
    private long forward = 0xcbf29ce484222325L;
    private long folded = 0x84222325cbf29ce4L;

    void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        add(text.length());
    }

    void add(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            long part = number >>> shift & 0xFF;
            forward = (forward ^ part) * PRIME;
            folded = (folded * PRIME) ^ part;
        }
    }

    /** Adds what tells whether a file was changed, or a directory's list; false if nothing is there. */
    boolean addFile(String path) throws IOException {
        FileStatus status = FileStatus.ofExisting(path);
        if (status == null) {
            add(-1);
            return false;
        }
        add(path);
        add(status.mode());
        add(status.size());
        add(status.seconds());
        add(status.nanoseconds());
        return true;
    }

    @Override
    public String toString() {
        return hex(forward).concat(hex(folded));
    }

    private static String hex(long number) {
        String digits = Long.toHexString(number);
        return "0".repeat(16 - digits.length()).concat(digits);
    }
}
