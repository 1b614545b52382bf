/** The command line of Jocker. */
@SuppressWarnings("requires-automatic") // HdrHistogram is not a module yet
module dev.jocker.cli {
    requires dev.jocker.runtime;
    requires HdrHistogram;
    requires info.picocli;
    requires tools.jackson.core;
}
