package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one thing of this host, and changes nothing that stays. */
interface Check {
    /** What it looks at, in one word or two. */
    String name();

    /** What it finds; at least one. */
    List<Finding> look() throws IOException;
}
