package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.enter.ExecTarget;
import dev.jocker.runtime.options.Accounts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The processes of a container, as {@code docker top} shows them: pids and users are the host's. Nothing is executed for it. */
final class Top {
    private static final int DAY = 24 * 60 * 60;
    private static final int PTS = 136; // major numbers of the slaves of pseudo-terminals: this one and seven more
    private static final int CONSOLES = 4;

    private final Accounts accounts;
    private final long bootSeconds;
    private final long now;
    private final long memoryKib;
    private final ZoneId zone;

    /**
     * @param bootSeconds when the machine was started, since 1970
     * @param now what time it is, likewise
     */
    Top(Accounts accounts, long bootSeconds, long now, long memoryKib, ZoneId zone) {
        this.accounts = accounts;
        this.bootSeconds = bootSeconds;
        this.now = now;
        this.memoryKib = memoryKib;
        this.zone = zone;
    }

    /**
     * The processes of a container that runs.
     *
     * @param options of {@code ps(1)}; none: as {@code -ef}
     * @throws IllegalArgumentException if an option is not understood
     */
    static ProcessTable of(ExecTarget target, List<String> options) throws IOException {
        PsOptions wanted = PsOptions.parse(options);
        String passwd = Files.exists(Path.of("/etc/passwd")) ? ProcessFacts.text("/etc/passwd") : "";
        var top = new Top(
                Accounts.parse(passwd, ""),
                number(ProcessFacts.text("/proc/stat"), "btime "),
                Instant.now().getEpochSecond(),
                number(ProcessFacts.text("/proc/meminfo"), "MemTotal:"),
                ZoneId.systemDefault());
        List<ProcessFacts> processes = new ArrayList<>();
        for (int pid : pids(target)) {
            ProcessFacts facts = ProcessFacts.of(pid);
            if (facts != null) {
                processes.add(pid == target.pid() ? 0 : processes.size(), facts);
            }
        }
        return top.table(wanted, processes);
    }

    ProcessTable table(PsOptions options, List<ProcessFacts> processes) {
        List<List<String>> rows = new ArrayList<>();
        for (ProcessFacts process : processes) {
            List<String> row = new ArrayList<>();
            for (PsColumn column : options.columns()) {
                row.add(shown(value(column, process)));
            }
            rows.add(row);
        }
        return new ProcessTable(options.titles(), rows);
    }

    /** Those in the container's control groups; where it has none of its own, those in its pid namespace. */
    private static Set<Integer> pids(ExecTarget target) throws IOException {
        var pids = new TreeSet<Integer>();
        if (target.cgroups().isEmpty()) {
            addOfNamespace(target.pid(), pids);
        } else {
            pids.addAll(Cgroup.processesOf(target.cgroups().getFirst()));
        }
        return pids;
    }

    private static void addOfNamespace(int first, Set<Integer> pids) throws IOException {
        Path namespace = namespace(Integer.toString(first));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                String pid = each.getFileName().toString();
                try {
                    if (namespace(pid).equals(namespace)) {
                        pids.add(Integer.valueOf(pid));
                    }
                } catch (IOException e) {
                    // it has ended
                }
            }
        }
    }

    private static Path namespace(String pid) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid"));
    }

    private String value(PsColumn column, ProcessFacts process) {
        long elapsed = Math.max(0, now - bootSeconds - process.started() / ProcessFacts.TICKS);
        return switch (column) {
            case UID_NAME, USER -> accounts.nameOf(process.uid());
            case UID -> Long.toString(process.uid());
            case PID -> Integer.toString(process.pid());
            case PPID -> Integer.toString(process.parent());
            case PGID -> Integer.toString(process.group());
            case SID -> Integer.toString(process.session());
            case C -> Long.toString(Math.min(99, process.ticks() / Math.max(1, elapsed)));
            case CPU -> tenths(process.ticks() * 10 / Math.max(1, elapsed));
            case MEM -> tenths(process.residentKib() * 1000 / Math.max(1, memoryKib));
            case STIME, START -> started(process);
            case TTY, TT -> terminal(process.terminal());
            case TIME -> time(process.ticks() / ProcessFacts.TICKS);
            case CMD, ARGS -> process.arguments();
            case COMM -> process.command();
            case RSS -> Long.toString(process.residentKib());
            case VSZ -> Long.toString(process.sizeKib());
            case STAT -> state(process);
            case S -> String.valueOf(process.state());
            case ETIME -> elapsed < 60 * 60 ? time(elapsed).substring(3) : time(elapsed);
            case ETIMES -> Long.toString(elapsed);
            case NLWP -> Integer.toString(process.threads());
            case NI -> Integer.toString(process.nice());
        };
    }

    private static String tenths(long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }

    /** The time of a start of the last day, the date of one before. */
    private String started(ProcessFacts process) {
        long seconds = bootSeconds + process.started() / ProcessFacts.TICKS;
        ZonedDateTime start = Instant.ofEpochSecond(seconds).atZone(zone);
        if (now - seconds < DAY) {
            return twoDigits(start.getHour()) + ":" + twoDigits(start.getMinute());
        }
        if (start.getYear() == Instant.ofEpochSecond(now).atZone(zone).getYear()) {
            return start.getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT) + twoDigits(start.getDayOfMonth());
        }
        return Integer.toString(start.getYear());
    }

    private static String terminal(int device) {
        int major = device >>> 8 & 0xFFF;
        int minor = device & 0xFF | device >>> 12 & 0xFFF00;
        if (major >= PTS && major < PTS + 8) {
            return "pts/" + ((major - PTS) * 256 + minor);
        }
        return major == CONSOLES ? "tty" + minor : "?";
    }

    /** {@code [DD-]HH:MM:SS} */
    private static String time(long seconds) {
        long days = seconds / DAY;
        long rest = seconds % DAY;
        return (days == 0 ? "" : twoDigits(days) + "-")
                + twoDigits(rest / 3600)
                + ":"
                + twoDigits(rest / 60 % 60)
                + ":"
                + twoDigits(rest % 60);
    }

    private static String state(ProcessFacts process) {
        var state = new StringBuilder().append(process.state());
        if (process.nice() != 0) {
            state.append(process.nice() < 0 ? '<' : 'N');
        }
        if (process.session() == process.pid()) {
            state.append('s');
        }
        if (process.threads() > 1) {
            state.append('l');
        }
        return process.foreground() ? state.append('+').toString() : state.toString();
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** A process may call itself what it likes: nothing of that controls a terminal. */
    private static String shown(String value) {
        var text = new StringBuilder(value.length());
        value.codePoints().forEach(point -> {
            boolean plain = !Character.isISOControl(point)
                    && Character.getType(point) != Character.SURROGATE
                    && Character.getType(point) != Character.FORMAT
                    && Character.getType(point) != Character.LINE_SEPARATOR
                    && Character.getType(point) != Character.PARAGRAPH_SEPARATOR;
            text.appendCodePoint(plain ? point : '?');
        });
        return text.toString();
    }

    private static long number(String text, String key) {
        int start = text.indexOf(key) + key.length();
        while (text.charAt(start) == ' ') {
            start++;
        }
        int end = start;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text.substring(start, end));
    }
}
