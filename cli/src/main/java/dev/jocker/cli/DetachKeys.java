package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The keys that leave a container alone again: {@code ctrl-p,ctrl-q} unless told otherwise. What is typed goes through here; a beginning of
 * the sequence is held back until it is clear whether it is one.
 */
final class DetachKeys {
    static final String USUAL = "ctrl-p,ctrl-q";

    private static final int CONTROL = 0x1f;

    private final byte[] sequence;
    private int matched;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /**
     * Reads a sequence: letters, or {@code ctrl-} and one of {@code a-z @ [ \ ] ^ _}, with commas between. Empty: none.
     *
     * @throws OptionException if it is none
     */
    static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return new DetachKeys(new byte[0]);
        }
        String[] words = text.split(",", -1);
        byte[] sequence = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            sequence[i] = key(text, words[i]);
        }
        return new DetachKeys(sequence);
    }

    private static byte key(String text, String word) {
        if (word.length() == 1 && word.charAt(0) < 0x80) {
            return (byte) word.charAt(0);
        }
        if (word.length() == 6 && word.startsWith("ctrl-")) {
            char letter = Character.toUpperCase(word.charAt(5));
            if (letter >= '@' && letter <= '_') {
                return (byte) (letter & CONTROL);
            }
        }
        throw new OptionException("--detach-keys \"" + text
                + "\": expected letters or ctrl-LETTER, with commas between, such as ctrl-p,ctrl-q");
    }

    /**
     * Passes on what was typed.
     *
     * @return whether the sequence has been typed: then nothing after it is passed on
     */
    boolean pass(byte[] typed, int length, OutputStream to) throws IOException {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (sequence.length == 0) {
                break;
            }
            if (matched == 0 && typed[i] == sequence[0]) {
                to.write(typed, from, i - from);
            }
            while (matched > 0 && typed[i] != sequence[matched]) {
                from = i;
                release(to);
            }
            if (typed[i] == sequence[matched]) {
                matched++;
                from = i + 1;
            }
            if (matched == sequence.length) {
                matched = 0;
                to.flush();
                return true;
            }
        }
        to.write(typed, from, length - from);
        to.flush();
        return false;
    }

    /** What is held back goes on its way, but for an end of it that may begin the sequence again. */
    private void release(OutputStream to) throws IOException {
        int kept = matched - 1;
        while (!Arrays.equals(sequence, matched - kept, matched, sequence, 0, kept)) {
            kept--;
        }
        to.write(sequence, 0, matched - kept);
        matched = kept;
    }
}
