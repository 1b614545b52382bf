package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.output.JsonText;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jocker ip} beside {@code ip(8)}: both are given the same words, in a network namespace each; what came of it is read by both, and
 * compared field by field. Nothing is made in the host's namespace but two names, which are taken away.
 *
 * <p>Different by design, and not compared: timers of a bridge and seconds of a lifetime, which run on between two looks.
 */
@NeedsRoot
@Timeout(180)
final class IpIT {
    private static final List<String> SCENE = List.of(
            "link set lo up",
            "link add br0 address 02:00:00:00:00:01 type bridge ageing_time 1000 stp_state 0 mcast_snooping 0"
                    + " group_fwd_mask 8 no_linklocal_learn 1",
            "link add v0 address 02:00:00:00:00:02 mtu 1400 txqueuelen 500 type veth"
                    + " peer name v1 address 02:00:00:00:00:03 mtu 1400",
            "link set br0 addrgenmode none",
            "link set v0 addrgenmode none",
            "link set v1 addrgenmode none",
            "link set v0 master br0 up",
            "link set dev v0 type bridge_slave hairpin on cost 7 isolated on",
            "link set up dev br0",
            "link set v1 up promisc on alias the-other-end group 5",
            "link set br0 type bridge priority 4096",
            "link property add dev v1 altname an-alternative-name altname other",
            "link add link v1 name mv0 address 02:00:00:00:00:04 type macvlan mode bridge",
            "link add vx0 address 02:00:00:00:00:05 type vxlan id 42 local 10.0.0.1 remote 10.0.0.2 dstport 4789 ttl 5",
            "link add p0 address 02:00:00:00:00:06 numtxqueues 1 type bridge",
            "link set p0 name renamed arp off",
            "addr add 10.0.0.1/24 brd + dev br0",
            "addr add 10.4.0.9/24 dev br0 label br0:nine scope link metric 77",
            "addr add fd00::1/64 dev br0 nodad noprefixroute",
            "addr add 10.5.0.1 peer 10.5.0.2/32 dev v1",
            "addr add 10.6.0.1/24 dev v1 valid_lft 3000 preferred_lft 2000",
            "addr add 10.7.0.1/24 dev v1",
            "addr replace 10.7.0.1/24 dev v1 valid_lft 4000 preferred_lft 4000",
            "addr del 10.7.0.1/24 dev v1",
            "-6 route add fd00::/64 dev br0",
            "route add default via 10.0.0.254",
            "route add 10.9.0.0/16 nexthop via 10.0.0.253 weight 2 nexthop via 10.6.0.9 dev v1",
            "route add blackhole 10.10.0.0/16",
            "route add unreachable 10.11.0.0/16 metric 5",
            "route add prohibit 10.11.0.0/16 metric 6",
            "route add throw 10.11.0.0/16 table 77",
            "route add 10.12.0.0/16 via 10.99.0.1 dev br0 onlink mtu lock 1300 advmss 1200 rtt 20ms src 10.0.0.1 table 1000 proto static",
            "route add 10.13.0.0/16 dev v1 scope link tos 0x10",
            "route replace 10.13.0.0/16 via 10.6.0.3 tos 0x10",
            "route append 10.13.0.0/16 via 10.6.0.4 tos 0x10",
            "route add 10.14.0.0/16 via 10.6.0.3",
            "route change 10.14.0.0/16 via 10.6.0.5 mtu 1000",
            "route add 10.15.0.0/16 via inet6 fd00::7 dev br0",
            "route add local 10.16.0.1 dev lo",
            "route add 10.17.0.0/16 dev br0",
            "route del 10.17.0.0/16",
            "-6 route add default via fd00::2 pref high",
            "route add fd05::/64 via fd00::3 metric 9 mtu 1280",
            "-6 route add prohibit fd01::/64",
            "-6 route add fd02::/64 nexthop via fd00::4 weight 3 nexthop via fd00::5",
            "neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev br0",
            "neigh add fd00::7 lladdr 02:00:00:00:00:08 dev br0 router nud stale",
            "neigh replace 10.0.0.7 lladdr 02:00:00:00:00:17 nud permanent dev br0",
            "neigh add proxy 10.0.0.8 dev br0",
            "neigh add 10.0.0.6 lladdr 02:00:00:00:00:06 dev br0",
            "neigh del 10.0.0.6 dev br0",
            "rule add from 10.1.0.0/16 table 1000",
            "rule add not to 10.2.0.0/16 iif br0 tos 0x10 lookup 77 prio 50",
            "rule add fwmark 0x1/0xff oif gone blackhole prio 51",
            "rule add goto 32766 prio 52",
            "rule add table main suppress_prefixlength 0 prio 53",
            "-6 rule add from fd00::/64 prohibit",
            "rule add prio 54 table 5",
            "rule del prio 54");

    /** What tells all of it. */
    private static final List<String> VIEWS = List.of(
            "-d link",
            "link",
            "-d addr",
            "addr",
            "-4 addr",
            "-6 addr",
            "-br link",
            "-br addr",
            "-o link",
            "-o -6 addr",
            "link show up",
            "link show master br0",
            "link show type veth",
            "link show dev other",
            "addr show dev br0 scope link",
            "addr show to 10.0.0.0/8",
            "addr show dynamic",
            "addr show v1",
            "-d route show table all",
            "route",
            "-6 route",
            "route show table 1000",
            "route show root 10.0.0.0/8",
            "route show match 10.10.1.1",
            "route show 10.9.0.0/16",
            "route show dev br0",
            "route show via 10.6.0.5",
            "route show proto kernel",
            "route show type blackhole",
            "route get 10.0.0.77",
            "route get 10.0.0.77 from 10.0.0.1 oif br0",
            "-6 route get fd00::77",
            "neigh",
            "-6 neigh",
            "neigh show dev br0",
            "neigh show nud permanent",
            "neigh show proxy",
            "-d rule",
            "rule",
            "-6 rule");

    @TempDir
    private Path directory;

    private final String theirs = "jkip" + ProcessHandle.current().pid() + "t";
    private final String ours = "jkip" + ProcessHandle.current().pid() + "o";

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void makeNamespaces() throws Exception {
        ip("netns add " + theirs);
        done("netns add " + ours);
    }

    @AfterEach
    void deleteNamespaces() throws Exception {
        done("netns del " + theirs);
        ip("netns del " + ours);
    }

    /** In this process, for two dozens of commands would be as many Javas. */
    private static Result jocker(String words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        List<String> all = new ArrayList<>(List.of("ip"));
        all.addAll(List.of(words.split(" ")));
        int status = new Main(console, new RecordingEngine()).run(all);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String done(String words) {
        Result result = jocker(words);
        assertThat(result.status()).as("jocker ip %s: %s", words, result.err()).isZero();
        assertThat(result.err()).as("jocker ip %s", words).isEmpty();
        return result.out();
    }

    private static Result tryIp(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Witness.require("ip").toString()));
        command.addAll(List.of(words.split(" ")));
        var result = Launcher.finish(new ProcessBuilder(command), new byte[0]);
        return new Result(result.status(), result.out(), result.err());
    }

    private static String ip(String words) throws IOException, InterruptedException {
        Result result = tryIp(words);
        assertThat(result.status()).as("ip %s: %s", words, result.err()).isZero();
        return result.out();
    }

    /** Without what runs on between two looks. */
    private static String still(String text) {
        return text.replaceAll("((valid_lft|preferred_lft) )[0-9]+sec", "$1N")
                .replaceAll("(_timer +)[0-9]+\\.[0-9]+", "$1N")
                .replaceAll("(\"(valid_life_time|preferred_life_time)\":)[0-9]{1,9},?", "$1N")
                .replaceAll("(\"[a-z_]*_timer\":)[0-9]+\\.[0-9]+", "$1N");
    }

    /** JSON as a tree, without what runs on, and without the empty objects that ip(8) prints for what it passes over. */
    private static Object tree(String text) {
        return without(text.isBlank() ? List.of() : JsonText.parse(text));
    }

    private static Object without(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<Object, Object> kept = new java.util.LinkedHashMap<>();
                map.forEach((name, value) -> {
                    boolean runs = name.toString().endsWith("_timer")
                            || name.toString().endsWith("_life_time") && !value.equals(0xffff_ffffL);
                    kept.put(name, runs ? "runs" : without(value));
                });
                yield kept;
            }
            case List<?> list -> {
                List<Object> kept = new ArrayList<>();
                for (Object each : list) {
                    if (!(each instanceof Map<?, ?> map && map.isEmpty())) {
                        kept.add(without(each));
                    }
                }
                yield kept;
            }
            case null, default -> tree;
        };
    }

    private interface Look {
        Object now() throws Exception;
    }

    /** The kernel tells some moments after a change whether links work: what differs is looked at again for a while. */
    private static void settled(String what, Look expected, Look actual) throws Exception {
        for (int i = 0; i < 50 && !actual.now().equals(expected.now()); i++) {
            Thread.sleep(100);
        }
        assertThat(actual.now()).as(what).isEqualTo(expected.now());
    }

    private void makeTheScene(boolean byIp) throws Exception {
        for (String line : SCENE) {
            if (byIp) {
                ip("-n " + theirs + " " + line);
            } else {
                assertThat(done("-n " + ours + " " + line)).isEmpty();
            }
        }
    }

    @Test
    void whatWeMakeIsWhatIpMakes() throws Exception {
        makeTheScene(true);
        makeTheScene(false);
        for (String view : List.of(
                "-d link",
                "addr",
                "-d -4 route show table all",
                "-d -6 route show table all",
                "neigh",
                "neigh show proxy",
                "-d -4 rule",
                "-d -6 rule")) {
            settled(
                    "ip -j " + view,
                    () -> tree(ip("-n " + theirs + " -j " + view)),
                    () -> tree(ip("-n " + ours + " -j " + view)));
        }
    }

    @Test
    void whatIpMakesWeShowAsItDoes() throws Exception {
        makeTheScene(true);
        for (String view : VIEWS) {
            String all = "-n " + theirs + " " + view;
            settled("jocker ip " + view, () -> still(ip(all)), () -> still(done(all)));
            String json = "-n " + theirs + " -j " + view;
            settled("jocker ip -j " + view, () -> tree(ip(json)), () -> tree(done(json)));
        }
    }

    @Test
    void jsonInManyLinesIsLaidOutAsIpsIs() throws Exception {
        makeTheScene(true);
        for (String view : List.of("link show dev v0", "addr show dev br0", "route", "neigh", "rule")) {
            String all = "-n " + theirs + " -j -p " + view;
            assertThat(done(all)).isEqualTo(ip(all));
        }
    }

    @Test
    void countersAreThoseThatIpShows() throws Exception {
        ip("-n " + theirs + " link set lo up");
        for (String view :
                List.of("-s link show lo", "-s -s link show lo", "-s addr show lo", "-s -s -o link show lo")) {
            String all = "-n " + theirs + " " + view;
            assertThat(done(all)).isEqualTo(ip(all));
            assertThat(tree(done("-j " + all))).isEqualTo(tree(ip("-j " + all)));
        }
    }

    @Test
    void endsOfAPairFindEachOtherAcrossNamespaces() throws Exception {
        done("-n " + ours + " link add v0 type veth peer name v1 netns " + theirs);
        for (String each : List.of(ours, theirs)) {
            for (String view : List.of("link", "-j link", "addr", "netns", "netns list-id", "-br link")) {
                String all = "-n " + each + " " + view;
                assertThat(done(all)).as("jocker ip %s", all).isEqualTo(ip(all));
            }
        }
        assertThat(done("-n " + ours + " link show v0")).contains("v0@if").contains("link-netns " + theirs);
        done("-n " + ours + " link set v0 netns " + theirs);
        assertThat(ip("-n " + theirs + " -br link")).contains("v0@v1");
        done("-n " + theirs + " link del v1");
        assertThat(ip("-n " + theirs + " -br link")).doesNotContain("v0");
    }

    @Test
    void flushingTakesAwayWhatIsNamed() throws Exception {
        makeTheScene(true);
        done("-n " + theirs + " route flush table 1000");
        assertThat(ip("-n " + theirs + " route show table all")).doesNotContain("table 1000");
        done("-n " + theirs + " neigh flush dev br0 nud stale");
        assertThat(ip("-n " + theirs + " neigh")).contains("10.0.0.7").doesNotContain("fd00::7");
        done("-n " + theirs + " addr flush dev v1");
        assertThat(ip("-n " + theirs + " -br addr show v1")).doesNotContain("10.");
        assertThat(jocker("-n " + theirs + " addr flush").err())
                .isEqualTo("jocker ip: say which addresses: ip address flush dev NAME\n");
        assertThat(ip("-n " + theirs + " -br addr show br0")).contains("10.0.0.1/24");
    }

    @Test
    void theKernelsRefusalIsOneLineAndStatusTwo() throws Exception {
        for (String words : List.of(
                "link add lo type bridge",
                "route add 10.0.0.0/8 via 1.2.3.4",
                "addr del 10.0.0.1/24 dev lo",
                "link set lo mtu 1 type bridge priority 1",
                "neigh del 10.0.0.1 dev lo",
                "route get 10.9.9.9",
                "link add x0 type nosuchkind",
                "rule del prio 4711")) {
            assertThat(tryIp("-n " + theirs + " " + words).status()).isEqualTo(2);
            Result result = jocker("-n " + theirs + " " + words);
            assertThat(result.status()).as(words).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("jocker: netlink RTM_").matches("[^\n]+\n");
        }
        assertThat(jocker("-n " + theirs + " route add 10.0.0.0/8 via 1.2.3.4").err())
                .contains("Nexthop has invalid gateway");
    }

    @Test
    void aNameThatIsTakenOrMissingIsOneLine() {
        assertThat(jocker("netns add " + ours))
                .isEqualTo(new Result(
                        2, "", "jocker: /run/netns/" + ours + ": there is a network namespace of this name\n"));
        assertThat(jocker("netns del " + ours + "x"))
                .isEqualTo(new Result(2, "", "jocker: /run/netns/" + ours + "x: no such network namespace\n"));
        assertThat(jocker("-n " + ours + "x link"))
                .isEqualTo(new Result(2, "", "jocker: /run/netns/" + ours + "x: no such network namespace\n"));
    }

    @Test
    void aProcessIsFoundByItsNamespace() throws Exception {
        Process sleeper =
                new ProcessBuilder(Witness.require("ip").toString(), "netns", "exec", ours, "sleep", "60").start();
        try {
            String pid = sleeper.pid() + "\n";
            for (int i = 0; i < 100 && !done("netns pids " + ours).equals(pid); i++) {
                Thread.sleep(100);
            }
            assertThat(done("netns pids " + ours)).isEqualTo(pid);
            assertThat(done("netns identify " + sleeper.pid())).isEqualTo(ours + "\n");
            done("netns attach " + ours + "x " + sleeper.pid());
            try {
                assertThat(done("netns identify " + sleeper.pid()).lines())
                        .containsExactlyInAnyOrder(ours, ours + "x"); // of several ip(8) prints one
                assertThat(ip("netns identify " + sleeper.pid())).startsWith(ours);
            } finally {
                done("netns del " + ours + "x");
            }
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsExecutedIsInTheNamespaceAndIsNotOurChild() throws Exception {
        var launcher = new Launcher(directory);
        ip("-n " + theirs + " link add here type bridge");
        Launcher.Result result = launcher.jockerUnder(
                List.of("env", "WORD=ä b"),
                "ip",
                "netns",
                "exec",
                theirs,
                "sh",
                "-c",
                "echo /sys/class/net/*; echo \"$WORD\" \"$1\"; grep -c . /proc/net/dev; ls /proc/self/fd; grep SigBlk /proc/self/status; exit 7",
                "sh",
                "ö");
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .containsExactly(
                        "/sys/class/net/here /sys/class/net/lo",
                        "ä b ö",
                        "4",
                        "0",
                        "1",
                        "2",
                        "3",
                        "SigBlk:\t0000000000000000");
        assertThat(result.status()).isEqualTo(7);
        // The mounts were its own.
        assertThat(Files.exists(Path.of("/sys/class/net/here"))).isFalse();
    }

    @Test
    void filesOfTheNamespaceStandInForThoseOfEtc() throws Exception {
        var launcher = new Launcher(directory);
        Path own = Path.of("/etc/netns", theirs);
        boolean wasThere = Files.exists(own.getParent());
        Files.createDirectories(own);
        try {
            Files.writeString(own.resolve("hosts"), "10.9.9.9 only-here\n");
            Files.writeString(own.resolve("jocker-is-not-there"), "");
            Launcher.Result result = launcher.jocker("ip", "netns", "exec", theirs, "cat", "/etc/hosts");
            assertThat(result.out()).isEqualTo("10.9.9.9 only-here\n");
            assertThat(result.err())
                    .isEqualTo("jocker ip: " + own.resolve("jocker-is-not-there")
                            + " stands in for nothing: there is no /etc/jocker-is-not-there\n");
            assertThat(Files.readString(Path.of("/etc/hosts"))).doesNotContain("only-here");
        } finally {
            Files.deleteIfExists(own.resolve("hosts"));
            Files.deleteIfExists(own.resolve("jocker-is-not-there"));
            Files.delete(own);
            if (!wasThere) {
                Files.delete(own.getParent());
            }
        }
    }

    @Test
    void whatCannotBeExecutedIs126AndWhatIsNotThere127() throws Exception {
        var launcher = new Launcher(directory);
        assertThat(launcher.jocker("ip", "netns", "exec", theirs, "no-such-command"))
                .isEqualTo(new Launcher.Result(127, "", "jocker ip: no-such-command: No such file or directory\n"));
        assertThat(launcher.jocker("ip", "netns", "exec", theirs, "/etc/hostname")
                        .status())
                .isEqualTo(126);
        assertThat(launcher.jocker("ip", "netns", "exec", theirs + "x", "true").status())
                .isEqualTo(2);
    }
}
