package dev.jocker.runtime.build;

import java.util.List;
import java.util.Set;

/**
 * A part of a Dockerfile from one FROM to the next.
 *
 * @param index from 0 on
 * @param name as {@code AS} gives it, or null
 * @param from its FROM
 * @param base what it begins with
 * @param platform as FROM asks for it, or null
 * @param steps what follows FROM
 * @param needs the stages that have to be there before
 */
public record Stage(
        int index,
        String name,
        Statement from,
        Base base,
        String platform,
        List<Dockerfile.Step> steps,
        Set<Integer> needs) {
    public Stage {
        steps = List.copyOf(steps);
        needs = Set.copyOf(needs);
    }

    /** What a stage begins with, or takes files from. */
    public sealed interface Base {
        /** Nothing. */
        record Scratch() implements Base {}

        /** An earlier stage. */
        record Earlier(int index) implements Base {}

        /** An image; {@code host} too. */
        record Image(String reference) implements Base {}
    }

    /** What progress and errors call it. */
    public String title() {
        return name == null ? "stage-" + index : name;
    }
}
