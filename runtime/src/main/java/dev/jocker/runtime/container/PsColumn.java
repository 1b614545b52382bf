package dev.jocker.runtime.container;

import java.util.List;
import java.util.Locale;

/** A column that {@code ps(1)} knows: its title, and the names that {@code -o} has for it. */
enum PsColumn {
    UID_NAME("UID"),
    PID("PID", "pid"),
    PPID("PPID", "ppid"),
    PGID("PGID", "pgid", "pgrp"),
    SID("SID", "sid", "sess", "session"),
    C("C", "c"),
    STIME("STIME", "stime"),
    START("START", "start", "start_time", "bsdstart"),
    TTY("TTY", "tty"),
    TT("TT", "tt", "tname"),
    TIME("TIME", "time", "cputime"),
    CMD("CMD", "cmd"),
    ARGS("COMMAND", "args", "command"),
    COMM("COMMAND", "comm", "ucmd", "ucomm"),
    USER("USER", "user", "euser"),
    UID("UID", "uid", "euid"),
    CPU("%CPU", "%cpu", "pcpu"),
    MEM("%MEM", "%mem", "pmem"),
    RSS("RSS", "rss", "rssize", "rsz"),
    VSZ("VSZ", "vsz", "vsize"),
    STAT("STAT", "stat"),
    S("S", "s", "state"),
    ETIME("ELAPSED", "etime"),
    ETIMES("ELAPSED", "etimes"),
    NLWP("NLWP", "nlwp", "thcount"),
    NI("NI", "ni", "nice");

    private final String title;
    private final String names;

    PsColumn(String title, String... names) {
        this.title = title;
        this.names = String.join(",", names);
    }

    String title() {
        return title;
    }

    /**
     * The column that {@code -o name} is.
     *
     * @throws IllegalArgumentException if none is known by it
     */
    static PsColumn named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (PsColumn column : values()) {
            if (List.of(column.names.split(",", -1)).contains(lower) && !lower.isEmpty()) {
                return column;
            }
        }
        var known = new StringBuilder();
        for (PsColumn column : values()) {
            if (!column.names.isEmpty()) {
                known.append(known.isEmpty() ? "" : ",").append(column.names.split(",", -1)[0]);
            }
        }
        throw new IllegalArgumentException("there is no column " + name + "; these are: " + known);
    }
}
