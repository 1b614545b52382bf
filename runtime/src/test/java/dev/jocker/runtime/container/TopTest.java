package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.options.Accounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopTest {
    private static final long NOW = Instant.parse("2024-05-06T07:08:09Z").getEpochSecond();
    private static final String STATUS =
            "Name:\ta\nUmask:\t0022\nUid:\t7\t1000\t7\t7\nVmSize:\t   12345 kB\nVmRSS:\t    2048 kB\nThreads:\t3\n";
    private static final Accounts ACCOUNTS = Accounts.parse("jo:x:1000:100::/:\n", "");

    @Test
    void hasDockersColumns() {
        ProcessTable table = table(List.of(), facts("sleep", "sleep\0001000\0", 60));
        assertThat(table.titles()).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        assertThat(table.rows())
                .containsExactly(List.of("jo", "42", "1", "5", "07:07", "pts/3", "00:00:03", "sleep 1000"));
        assertThat(table(List.of("-ef"), facts("sleep", "", 60)).rows().getFirst())
                .endsWith("[sleep]");
    }

    @Test
    void hasTheColumnsThatAreAskedFor() {
        ProcessFacts facts = facts("sleep", "sleep\0001000\0", 90_000);
        assertThat(table(
                                List.of(
                                        "-o",
                                        "pid,ppid,user,uid,comm,args",
                                        "-ocmd,%cpu,%mem,rss,vsz",
                                        "-eo",
                                        "stat,tty"),
                                facts)
                        .rows())
                .containsExactly(List.of(
                        "42",
                        "1",
                        "jo",
                        "1000",
                        "sleep",
                        "sleep 1000",
                        "sleep 1000",
                        "0.0",
                        "0.1",
                        "2048",
                        "12345",
                        "SNsl+",
                        "pts/3"));
        ProcessTable more = table(List.of("o", "time,stime,etime,nlwp,ni,etimes,s", "-o", "pid=THE, PID"), facts);
        assertThat(more.titles()).containsExactly("TIME", "STIME", "ELAPSED", "NLWP", "NI", "ELAPSED", "S", "THE, PID");
        assertThat(more.rows())
                .containsExactly(List.of("00:00:03", "May05", "01-01:00:00", "3", "5", "90000", "S", "42"));
        assertThat(table(List.of("-o", "etime"), facts("a", "", 61)).rows()).containsExactly(List.of("01:01"));
        assertThat(table(List.of("-o", "stime"), facts("a", "", 200L * 24 * 3600))
                        .rows())
                .containsExactly(List.of("2023"));
        assertThat(table(List.of("aux"), facts).titles())
                .containsExactly(
                        "USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "START", "TIME", "COMMAND");
    }

    @Test
    void nothingControlsATerminal() {
        ProcessFacts hostile = facts(") \033[2J\n(", "\033]0;x\007\0\u202Egnp\0\t\0", 60);
        assertThat(table(List.of("-o", "comm,args"), hostile).rows())
                .containsExactly(List.of(") ?[2J?(", "?]0;x? ?gnp ?"));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThatThrownBy(() -> PsOptions.parse(List.of("-o", "pid,wchan")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column wchan")
                .hasMessageContaining("pid,ppid,");
        assertThatThrownBy(() -> PsOptions.parse(List.of("-o"))).hasMessageContaining("list of columns");
        assertThatThrownBy(() -> PsOptions.parse(List.of("--forest"))).hasMessageContaining("--forest");
        assertThatThrownBy(() -> PsOptions.parse(List.of("-"))).hasMessageContaining("not known");
    }

    private static ProcessTable table(List<String> options, ProcessFacts facts) {
        return new Top(ACCOUNTS, NOW - 1_000_000_000, NOW, 1 << 20, ZoneOffset.UTC)
                .table(PsOptions.parse(options), List.of(facts));
    }

    /** Started {@code age} seconds ago; 3 seconds of processor time, terminal 136:3. */
    private static ProcessFacts facts(String name, String cmdline, long age) {
        long started = (1_000_000_000 - age) * 100;
        String stat =
                "42 (" + name + ") S 1 42 42 34819 42 4194304 1 2 3 4 200 100 0 0 25 5 3 0 " + started + " 1 2 3\n";
        return ProcessFacts.parse(
                42, stat.getBytes(StandardCharsets.UTF_8), STATUS, cmdline.getBytes(StandardCharsets.UTF_8));
    }
}
