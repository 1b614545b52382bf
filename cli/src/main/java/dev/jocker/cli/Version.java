package dev.jocker.cli;

/** Which Jocker this is. */
final class Version {
    /**
     * As in the parent pom; MainTest compares. A resource that the build fills in would cost every start a look
     * into the jar.
     */
    static final String NUMBER = "0.1.0-SNAPSHOT";

    static final String LINE = "jocker " + NUMBER;

    private Version() {}
}
