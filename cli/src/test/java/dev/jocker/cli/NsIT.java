package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code jocker ns}: what it says is compared with lsns, nsenter and unshare; what it makes, they look at. */
final class NsIT extends ContainerTest {
    private String good(String... words) throws IOException, InterruptedException {
        Result result = jocker(words);
        assertThat(result.status())
                .as("status of %s; %s", List.of(words), result.err())
                .isZero();
        return result.out().strip();
    }

    private static String witness(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Witness.require(program).toString()));
        command.addAll(List.of(arguments));
        Result result = Launcher.finish(new ProcessBuilder(command), new byte[0]);
        assertThat(result.status())
                .as("status of %s; %s", command, result.err())
                .isZero();
        return result.out().strip();
    }

    private static String own(String kind) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
    }

    /** Somebody in namespaces of his own, made by unshare(1); the pid of the process 1 there. */
    private static final class Neighbour implements AutoCloseable {
        private final Process unshare;
        private final int pid;

        Neighbour(String... options) throws IOException, InterruptedException {
            List<String> command =
                    new ArrayList<>(List.of(Witness.require("unshare").toString()));
            command.addAll(List.of(options));
            command.addAll(List.of("sh", "-c", "hostname neighbour; echo $$; read x"));
            unshare = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(unshare.inputReader().readLine()).isNotNull();
            ProcessHandle shell = unshare.children().findFirst().orElse(unshare.toHandle());
            pid = (int) shell.pid();
        }

        String target() {
            return Integer.toString(pid);
        }

        String namespace(String kind) throws IOException {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind))
                    .toString();
        }

        @Override
        public void close() throws IOException {
            unshare.getOutputStream().close();
            unshare.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void listsWhatLsnsLists() throws Exception {
        try (var neighbour = new Neighbour("-muinpUCr", "-f", "--mount-proc")) {
            Map<String, String> ours = new TreeMap<>();
            String format = "{{.NS}} {{.Type}}\t{{.Processes}} {{.PID}} {{.User}}";
            for (String line : good("ns", "ls", "-p", neighbour.target(), "--format", format)
                    .split("\n")) {
                ours.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
            }
            Map<String, String> theirs = new TreeMap<>();
            String[] columns = {"-p", neighbour.target(), "-rno", "NS,TYPE,NPROCS,PID,USER"};
            for (String line : witness("lsns", columns).split("\n")) {
                String[] words = line.split(" ", -1);
                theirs.put(words[0] + " " + words[1], words[2] + " " + words[3] + " " + words[4]);
            }
            assertThat(ours.keySet()).isEqualTo(theirs.keySet()).hasSize(8);
            // Of the namespaces that it shares with everybody else, the number of processes changes all the time.
            ours.keySet().removeIf(each -> !each.contains("4026532") || each.endsWith("time"));
            theirs.keySet().retainAll(ours.keySet());
            assertThat(ours).isEqualTo(theirs).isNotEmpty();
        }
    }

    @Test
    void saysWhoSharesWhichAndWhoIsInOne() throws Exception {
        try (var neighbour = new Neighbour("-u")) {
            String self = Long.toString(ProcessHandle.current().pid());
            String net = own("net") + " ";
            String compared = good(
                    "ns",
                    "ls",
                    "-p",
                    self,
                    "-p",
                    neighbour.target(),
                    "-t",
                    "uts,net",
                    "--format",
                    "{{.Type}}:[{{.NS}}] {{.Shared}}");
            List<String> lines = compared.lines().toList();
            assertThat(lines)
                    .hasSize(3)
                    .contains(own("uts") + " " + self, neighbour.namespace("uts") + " " + neighbour.target());
            assertThat(lines)
                    .anyMatch(line -> line.equals(net + self + "," + neighbour.target())
                            || line.equals(net + neighbour.target() + "," + self));
            String id = neighbour.namespace("uts");
            String number = id.substring(id.indexOf('[') + 1, id.length() - 1);
            assertThat(good("ns", "ls", "-q", number)).isEqualTo(neighbour.target());
            assertThat(good("ns", "ls", id)).contains("sh -c hostname neighbour");
            assertThat(good("ns", "ls", "-q", "-t", "uts")).contains(number);
            assertThat(good("ns", "ls", "-t", "uts", "--format", "json")).contains("\"NS\":\"" + number + "\"");
        }
    }

    @Test
    void aNamespaceIsKeptByAFileAndByAnOpenDescriptor() throws Exception {
        Path file = scratch.resolve("net");
        String id = good("ns", "keep", "net", file.toString());
        try {
            assertThat(id).startsWith("net:[").isNotEqualTo(own("net"));
            assertThat(good("ns", "ls", "-t", "net", "--format", "net:[{{.NS}}] {{.Processes}} {{.KeptBy}}")
                            .lines())
                    .contains(id + " 0 " + file);
            assertThat(witness("nsenter", "--net=" + file, "readlink", "/proc/self/ns/net"))
                    .isEqualTo(id);
            assertThat(good("ns", "enter", "--net=" + file, "readlink", "/proc/self/ns/net"))
                    .isEqualTo(id);
            try (var open = Files.newInputStream(file)) {
                assertThat(good("ns", "free", file.toString())).isEmpty();
                assertThat(file).doesNotExist();
                String pid = Long.toString(ProcessHandle.current().pid());
                assertThat(good("ns", "ls", "-t", "net", "--format", "net:[{{.NS}}] {{.KeptBy}}")
                                .lines())
                        .anyMatch(line -> line.startsWith(id + " /proc/" + pid + "/fd/"));
                assertThat(open.available()).isNotNegative();
            }
            assertThat(good("ns", "ls", "-t", "net", "--format", "net:[{{.NS}}]")
                            .lines())
                    .doesNotContain(id);
        } finally {
            jocker("ns", "free", file.toString());
        }
    }

    @Test
    void theNamespaceOfAProcessIsKeptBeyondItsEnd() throws Exception {
        Path uts = scratch.resolve("uts");
        Path pid = scratch.resolve("pid");
        try {
            try (var neighbour = new Neighbour("-u", "-p", "-f")) {
                assertThat(good("ns", "keep", "-t", neighbour.target(), "uts", uts.toString()))
                        .isEqualTo(neighbour.namespace("uts"));
                good("ns", "keep", "-t", neighbour.target(), "pid", pid.toString());
            }
            assertThat(good("ns", "enter", "--uts=" + uts, "hostname")).isEqualTo("neighbour");
            Result dead = jocker("ns", "enter", "--pid=" + pid, "true");
            assertThat(dead.status()).isEqualTo(125);
            assertThat(dead.err()).contains("ENOMEM", "The pid namespace has no process 1 any more");
        } finally {
            jocker("ns", "free", uts.toString(), pid.toString());
        }
    }

    @Test
    void freesOnlyWhatIsAKeptNamespace() throws Exception {
        Path file = Files.writeString(scratch.resolve("file"), "dear");
        for (String each : List.of(file.toString(), "/proc/self/ns/net", scratch.toString())) {
            Result result = jocker("ns", "free", each);
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualTo("jocker: " + each + " is no kept namespace: there is none mounted on it\n");
        }
        assertThat(file).hasContent("dear");
        assertThat(jocker("ns", "keep", "uts", file.toString()).err()).contains("is there already");
        assertThat(jocker("ns", "keep", "pid", scratch.resolve("pid").toString())
                        .err())
                .contains("it ends with its process 1");
        assertThat(scratch.resolve("pid")).doesNotExist();
    }

    @Test
    void unsharesEachKind() throws Exception {
        Map<String, String> letters =
                Map.of("-m", "mnt", "-u", "uts", "-i", "ipc", "-n", "net", "-C", "cgroup", "-U", "user", "-T", "time");
        for (var each : letters.entrySet()) {
            String link = good("ns", "unshare", each.getKey(), "readlink", "/proc/self/ns/" + each.getValue());
            assertThat(link).startsWith(each.getValue() + ":[").isNotEqualTo(own(each.getValue()));
        }
    }

    @Test
    void theCommandIsProcessOneAfterAFork() throws Exception {
        assertThat(good("ns", "unshare", "-fp", "--mount-proc", "sh", "-c", "echo $$; ls -d /proc/[0-9]*")
                        .lines())
                .startsWith("1", "/proc/1");
        Result host = jocker(
                "ns",
                "unshare",
                "-fp",
                "sh",
                "-c",
                "echo $$; ls -d /proc/" + ProcessHandle.current().pid());
        assertThat(host.out())
                .as("proc is the host's as long as nobody has mounted another")
                .contains("/proc/");
    }

    @Test
    void withoutAForkAPidNamespaceFailsAndItIsSaidWhy() throws Exception {
        // The first command is process 1 of the new namespace; with its end no other can be made.
        Result result = jocker("ns", "unshare", "-p", "sh", "-c", "/bin/true; /bin/true; echo after");
        assertThat(result.out()).doesNotContain("after");
        assertThat(result.status()).isNotZero();
        assertThat(result.err()).startsWith(NsUnshareVerb.NOTE + "\n").containsIgnoringCase("fork");
        assertThat(jocker("ns", "unshare", "-p", "-f", "true").err()).isEmpty();
    }

    @Test
    void mapsUsersAsUnshareDoes() throws Exception {
        String look = "id -u; id -g; cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups";
        for (List<String> options :
                List.of(List.of("-r"), List.of("-U"), List.of("-c"), List.of("--map-user=7", "--map-group=8"))) {
            List<String> words = new ArrayList<>(options);
            words.addAll(List.of("sh", "-c", look));
            String theirs = witness("unshare", words.toArray(new String[0]));
            words.addAll(0, List.of("ns", "unshare"));
            assertThat(good(words.toArray(new String[0])))
                    .as(options.toString())
                    .isEqualTo(theirs);
        }
        assertThat(good(
                        "ns",
                        "unshare",
                        "--map-users",
                        "0:100000:65536",
                        "--map-groups",
                        "0:100000:65536",
                        "-S",
                        "0",
                        "-G",
                        "5",
                        "-m",
                        "sh",
                        "-c",
                        "id -u; id -g; cat /proc/self/gid_map; mount -t tmpfs none /mnt && echo mounted"))
                .isEqualTo("0\n5\n         0     100000      65536\nmounted");
    }

    @Test
    void mountsStayInsideUnlessTheyAreToSpread() throws Exception {
        String mount = "mount -t tmpfs none " + scratch + " && grep -c " + scratch + " /proc/self/mountinfo";
        assertThat(good("ns", "unshare", "-m", "sh", "-c", mount)).isEqualTo("1");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(scratch.toString());
        String shared = "sed -n 's/.* \\/ .* \\(shared:\\|master:\\).*/\\1/p' /proc/self/mountinfo";
        assertThat(good("ns", "unshare", "-m", "--propagation", "shared", "sh", "-c", shared))
                .startsWith("shared:");
        assertThat(good("ns", "unshare", "-m", "sh", "-c", shared)).isEmpty();
    }

    @Test
    void rootDirectoryAndClocksAreTheCommandsOwn() throws Exception {
        Path root = busyboxRoot("root");
        assertThat(good("ns", "unshare", "-m", "-R", root.toString(), "-w", "/bin", "/bin/busybox", "pwd"))
                .isEqualTo("/bin");
        Result missing = jocker("ns", "unshare", "-R", root.toString(), "/bin/bash");
        assertThat(missing.status()).isEqualTo(127);
        assertThat(missing.err().lines()).hasSize(1);
        String uptime = good("ns", "unshare", "--boottime", "100000000", "cut", "-d.", "-f1", "/proc/uptime");
        assertThat(Long.parseLong(uptime)).isGreaterThan(100_000_000);
    }

    @Test
    void entersWhatAProcessHas() throws Exception {
        try (var neighbour = new Neighbour("-muinpUCr", "-f", "--mount-proc")) {
            String target = neighbour.target();
            assertThat(good("ns", "enter", "-t", target, "-u", "hostname")).isEqualTo("neighbour");
            String look = "hostname; id -u; ls -d /proc/[0-9]* | head -n 1; echo $$ | grep -c '^[0-9]\\{1,2\\}$'";
            String all = good("ns", "enter", "-t", target, "-a", "sh", "-c", look);
            assertThat(all).isEqualTo(witness("nsenter", "-t", target, "-a", "sh", "-c", look));
            assertThat(all).startsWith("neighbour\n0\n/proc/1\n1");
            for (String kind : List.of("uts", "ipc", "net", "pid", "user", "cgroup")) {
                String link = "/proc/" + target + "/ns/" + kind;
                assertThat(good("ns", "enter", "-t", target, "-" + letter(kind), "readlink", "/proc/self/ns/" + kind))
                        .as(link)
                        .isEqualTo(neighbour.namespace(kind));
            }
            assertThat(good("ns", "enter", "-t", target, "-m", "-p", "readlink", "/proc/self/ns/mnt"))
                    .isEqualTo(neighbour.namespace("mnt"));
            assertThat(good("ns", "enter", "-t", target, "-p", "-F", "sh", "-c", "echo $$"))
                    .hasSizeGreaterThan(2);
            assertThat(good("ns", "enter", "-t", target, "-w", "-r", "-e", "pwd"))
                    .isEqualTo(Path.of("").toAbsolutePath().toString());
        }
    }

    private static String letter(String kind) {
        return switch (kind) {
            case "user" -> "U";
            case "cgroup" -> "C";
            default -> kind.substring(0, 1);
        };
    }

    @Test
    void joiningTheWrongKindIsRefusedClearly() throws Exception {
        Path file = scratch.resolve("uts");
        String id = good("ns", "keep", "uts", file.toString());
        try {
            Result result = jocker("ns", "enter", "--net=" + file, "true");
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.err().lines()).hasSize(1);
            assertThat(result.err())
                    .contains(
                            "CLONE_NEWNET): EINVAL",
                            file + " is " + id,
                            "as a uts namespace only, and this asked for net");
        } finally {
            good("ns", "free", file.toString());
        }
        assertThat(jocker("ns", "enter", "--net=/etc/passwd", "true").err()).contains("stands for no namespace");
        assertThat(jocker(
                                "ns",
                                "enter",
                                "-t",
                                Long.toString(ProcessHandle.current().pid()),
                                "-U",
                                "true")
                        .err())
                .contains("nobody joins his own again");
        assertThat(jocker("ns", "enter", "-t", "4194303", "-n", "true").err()).contains("ENOENT");
    }

    @Test
    void statusesAreTheCommands() throws Exception {
        assertThat(jocker("ns", "unshare", "-u", "sh", "-c", "exit 7").status()).isEqualTo(7);
        assertThat(jocker("ns", "unshare", "-fp", "sh", "-c", "exit 8").status())
                .isEqualTo(8);
        assertThat(jocker("ns", "unshare", "-u", "sh", "-c", "kill -9 $$").status())
                .isEqualTo(137);
        assertThat(jocker("ns", "unshare", "-u", "no-such").status()).isEqualTo(127);
        assertThat(jocker("ns", "unshare", "-u", "/etc/passwd").status()).isEqualTo(126);
        assertThat(launcher.jockerReads("in".getBytes(UTF_8), "ns", "unshare", "cat")
                        .out())
                .isEqualTo("in");
    }

    @Test
    void nothingIsMadeWhenTheKernelRefuses() throws Exception {
        List<String> unprivileged = List.of(Witness.require("unshare").toString(), "-U");
        Result result = launcher.jockerUnder(unprivileged, "ns", "unshare", "--map-users", "0:100000:10", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(jocker("ns", "unshare", "--map-users", "0:1", "true").err()).contains("expected INNER:OUTER:COUNT");
        assertThat(jocker("ns", "unshare", "--propagation", "x", "true").err())
                .contains("private, shared, slave or unchanged");
    }

    @Test
    void explainMakesNoSystemCall() throws Exception {
        String text = good("ns", "unshare", "--explain", "-fp", "--mount-proc", "hostname", "other");
        assertThat(text)
                .contains(
                        "unshare(CLONE_NEWNS|CLONE_NEWPID)", "clone(CLONE_PARENT|SIGCHLD", "mount(\"proc\", \"/proc\"")
                .contains("execve(\"/", "\"hostname\", \"other\"");
    }

    @Test
    void signalsGoToTheCommand() throws Exception {
        for (String options : List.of("-u", "-fp")) {
            Process process =
                    start(options, "trap 'echo got TERM; exit 9' TERM; echo ready; while :; do sleep 0.05; done");
            var out = new Collector(process.getInputStream());
            await("ready", () -> out.text().contains("ready"));
            process.toHandle().destroy(); // not Process.destroy, which closes its output
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(options).isEqualTo(9);
            assertThat(new String(out.bytes(), UTF_8)).isEqualTo("ready\ngot TERM\n");
        }
    }

    @Test
    void processOneThatWouldNotNoticeASignalIsKilled() throws Exception {
        Process process = start("-fp", "echo ready; while :; do sleep 0.05; done");
        var out = new Collector(process.getInputStream());
        await("ready", () -> out.text().contains("ready"));
        process.toHandle().destroy(); // not Process.destroy, which closes its output
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    void theCommandEndsWithJocker() throws Exception {
        Path told = scratch.resolve("told");
        for (String options : List.of("-u", "-fp", "--kill-child=TERM")) {
            Process process = start(
                    options, "trap 'echo asked > " + told + "; exit' TERM; echo ready; while :; do sleep 0.05; done");
            var out = new Collector(process.getInputStream());
            await("ready", () -> out.text().contains("ready"));
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            out.bytes(); // the command's end closes it
        }
        assertThat(told).hasContent("asked"); // by the last one only: nobody notices a SIGKILL
    }

    private Process start(String options, String script) throws IOException {
        return launcher.builder(List.of(), "ns", "unshare", options, "sh", "-c", script)
                .start();
    }
}
