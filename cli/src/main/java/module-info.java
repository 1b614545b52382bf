/** The command line of Jocker. */
module dev.jocker.cli {
    requires dev.jocker.runtime;
    requires info.picocli;
    requires tools.jackson.core;
}
