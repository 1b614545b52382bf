package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits, as a user gives them. The files are those of this host's version of control groups, seen from inside. */
class ResourceIT extends ContainerTest {
    /** The file of the container's own group, in whichever tree has it. */
    private static String file(String one, String two) {
        String controller = one.substring(0, one.indexOf('.'));
        return "cat /sys/fs/cgroup/" + controller + "/" + one + " 2> /dev/null || cat /sys/fs/cgroup/" + two;
    }

    @Test
    void limitsAreThoseOfTheContainersOwnGroups() throws Exception {
        String script = String.join(
                "; ",
                file("memory.limit_in_bytes", "memory.max"),
                file("pids.max", "pids.max"),
                file("cpuset.cpus", "cpuset.cpus"),
                file("cpu.cfs_quota_us", "cpu.max"));
        assertThat(sh(script, "-m", "64m", "--pids-limit", "20", "--cpuset-cpus", "0", "--cpus", "0.5"))
                .matches("67108864\n20\n0\n50000( 100000)?\n");
    }

    @Test
    void itsGroupsAreTheRootsOfWhatItSees() throws Exception {
        assertThat(sh("cut -d : -f 3 /proc/self/cgroup | sort -u")).isEqualTo("/\n");
        assertThat(sh("cut -d : -f 3 /proc/self/cgroup | sort -u", "--userns", "auto"))
                .isEqualTo("/\n");
        // As the host has it, it is in groups with its id.
        String path = sh("grep -E ':memory:|^0::' /proc/self/cgroup | head -n 1", "--cgroupns", "host");
        assertThat(path).matches("\\d+:(memory)?:/jocker/[0-9a-f]{64}\n");
    }

    @Test
    void theParentIsTheUsers() throws Exception {
        String parent = "/jocker-resource-it/deeper";
        try {
            assertThat(sh("cat /proc/self/cgroup", "--cgroupns", "host", "--cgroup-parent", parent))
                    .containsPattern(":" + parent + "/[0-9a-f]{64}\n");
        } finally {
            removeParents(parent);
        }
    }

    private static void removeParents(String path) throws Exception {
        try (var trees = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path tree : trees.filter(Files::isDirectory).toList()) {
                Files.deleteIfExists(Path.of(tree + path));
                Files.deleteIfExists(Path.of(tree + path).getParent());
            }
        }
        Files.deleteIfExists(Path.of("/sys/fs/cgroup" + path));
        Files.deleteIfExists(Path.of("/sys/fs/cgroup" + path).getParent());
    }

    @Test
    void runningOutOfMemoryIsSaid() throws Exception {
        Result result = shell("exec dd if=/dev/zero of=/dev/null bs=64M count=1", "-m", "16m");
        assertThat(result.status()).isEqualTo(137);
        assertThat(result.err()).isEqualTo("jocker: the container ran out of memory (limit 16 MiB): killed\n");
        assertThat(jocker("events", "--since", "1h", "--until", "0s", "--format", "{{.Action}}")
                        .out())
                .contains("\noom\ndie\n");
    }

    @Test
    void whoIsKilledForAnotherReasonHasNotRunOutOfMemory() throws Exception {
        Result result = shell("kill -9 $$; exit 137", "-m", "16m");
        assertThat(result.status()).isEqualTo(137);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aLimitThatNobodyCouldStartWithIsRefused() throws Exception {
        Result result = shell("true", "-m", "64k");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err())
                .startsWith("jocker run: memory limit 64k: the container could not even start: at least 6m\n");
    }

    @Test
    void theLeastMemoryIsEnoughForAShell() throws Exception {
        assertThat(sh("echo up | cat", "-m", "6m")).isEqualTo("up\n");
        assertThat(sh("echo up | cat", "-m", "6m", "--userns", "auto", "--init"))
                .isEqualTo("up\n");
    }

    @Test
    void aLimitThatTheKernelRefusesIsOneLine() throws Exception {
        Result result = shell("true", "--cpuset-cpus", "4000");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err())
                .hasLineCount(1)
                .startsWith("jocker: controller cpuset: \"4000\" can't be written to /sys/fs/cgroup/")
                .contains("cpuset.cpus: E");
    }

    @Test
    void processesBeyondTheLimitAreRefused() throws Exception {
        Result result = shell("for i in 1 2 3 4 5 6; do sleep 0.2 & done; wait", "--pids-limit", "4");
        assertThat(result.err()).containsIgnoringCase("fork");
    }

    @Test
    void allOfAContainerEndsWithItAlsoInTheHostsPidNamespace() throws Exception {
        String out = sh("sleep 1000 > /dev/null 2>&1 & echo $!", "--pid", "host");
        Path process = Path.of("/proc", out.strip(), "cmdline"); // empty, while nobody has taken its status
        assertThat(!Files.exists(process) || Files.readString(process).isEmpty())
                .isTrue();
    }

    @Test
    void explainShowsHowTheGroupsAreMade() throws Exception {
        Result result = jocker("explain", "run", "-m", "64m", "host", "true");
        assertThat(result.out())
                .containsPattern("mkdir /sys/fs/cgroup/\\S*jocker/[0-9a-f]{64}\n")
                .containsPattern("echo 67108864 > /sys/fs/cgroup/\\S+/memory\\.(limit_in_bytes|max)\n")
                .contains("unshare(CLONE_NEWCGROUP)", "CLONE_INTO_CGROUP");
    }

    @Test
    void aDeviceOfALimitHasToBeABlockDevice() throws Exception {
        for (String device : List.of("/dev/null", "/dev/nothing")) {
            Result result = shell("true", "--device-read-bps", device + ":1mb");
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.err()).hasLineCount(1).contains(device);
        }
    }
}
