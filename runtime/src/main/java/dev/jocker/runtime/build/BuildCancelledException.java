package dev.jocker.runtime.build;

/** Somebody has ended the build, or another stage of it has failed. */
public final class BuildCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BuildCancelledException() {
        super("the build has been cancelled");
    }
}
