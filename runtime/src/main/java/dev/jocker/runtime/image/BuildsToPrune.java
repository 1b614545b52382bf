package dev.jocker.runtime.image;

import java.time.Instant;

/**
 * Which of what builds keep is to be freed.
 *
 * @param all also the steps whose layers an image has: that frees no space, and the next build does them again
 * @param unusedSince only what no build has used since then; null: whenever
 * @param keep stop where what is left takes no more than so many bytes, what was used last being kept; negative: do not
 */
public record BuildsToPrune(boolean all, Instant unusedSince, long keep) {
    /** Whatever takes space. */
    public static final BuildsToPrune UNSHARED = new BuildsToPrune(false, null, -1);

    boolean means(Instant used) {
        return unusedSince == null || used.isBefore(unusedSince);
    }
}
