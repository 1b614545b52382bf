package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code jocker cp}, {@code diff} and {@code top}. */
final class CpIT extends KeptTest {
    @Test
    void filesGoInAndComeOut() throws Exception {
        server("web");
        Path tree = Files.createDirectories(scratch.resolve("tree/sub"));
        Files.writeString(tree.resolve("file"), "hello\n");
        Result in = jocker("cp", scratch.resolve("tree").toString(), "web:/root");
        assertThat(in.status()).as(in.err()).isZero();
        assertThat(in.err()).isEqualTo("Successfully copied 6B to web:/root\n");
        assertThat(good("exec", "web", "cat", "/root/tree/sub/file")).isEqualTo("hello");
        good("exec", "web", "sh", "-c", "echo more >> /root/tree/sub/file");
        good("cp", "web:/root/tree/sub/file", scratch.resolve("back").toString());
        assertThat(scratch.resolve("back")).hasContent("hello\nmore\n");
        Result missing = jocker("cp", "web:/nothing", scratch.toString());
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err().lines()).hasSize(1).first().asString().contains("/nothing");
    }

    @Test
    void archivesArePipedBothWays() throws Exception {
        server("web");
        good("exec", "web", "sh", "-c", "mkdir /root/d; echo inside > /root/d/file");
        Result out = jocker("cp", "web:/root/d", "-");
        assertThat(out.status()).as(out.err()).isZero();
        Result listed = Launcher.finish(new ProcessBuilder("tar", "tf", "-"), out.bytes());
        assertThat(listed.lines()).contains("d/", "d/file");
        Result in = launcher.jockerReads(out.bytes(), "cp", "-", "web:/tmp");
        assertThat(in.status()).as(in.err()).isZero();
        assertThat(good("exec", "web", "cat", "/tmp/d/file")).isEqualTo("inside");
    }

    @Test
    void aViewOfTheKernelHasItsContents() throws Exception {
        server("web");
        good("cp", "web:/proc/1/comm", scratch.resolve("comm").toString());
        assertThat(scratch.resolve("comm")).hasContent("sh\n");
        good("cp", "web:/proc/1/status", scratch.resolve("status").toString());
        assertThat(scratch.resolve("status"))
                .content()
                .startsWith("Name:\tsh\n")
                .contains("\nNSpid:");
        good(
                "cp",
                "web:/sys/kernel/mm/transparent_hugepage/hpage_pmd_size",
                scratch.resolve("size").toString());
        assertThat(scratch.resolve("size")).content().matches("\\d+\n");
    }

    @Test
    void whatWasChangedIsListed() throws Exception {
        background("job", "echo x > /root/new; rm /etc/hostname.none 2> /dev/null; mkdir /srv/d; echo ready; sleep 60");
        awaitLog("job", "ready");
        assertThat(good("diff", "job").lines())
                .contains("A /root/new")
                .contains("A /srv/d")
                .noneMatch(line -> line.contains("/proc"));
    }

    @Test
    void processesAreListed() throws Exception {
        background("job", "sleep 61 & echo ready; wait");
        awaitLog("job", "ready");
        Result top = jocker("top", "job");
        assertThat(top.status()).as(top.err()).isZero();
        assertThat(top.lines().getFirst()).startsWith("UID").contains("PID", "PPID", "CMD");
        assertThat(top.out()).contains("sleep 61");
        assertThat(good("top", "job", "-o", "pid,args").lines().findFirst().orElseThrow())
                .matches("PID +(COMMAND|ARGS|CMD)");
    }
}
