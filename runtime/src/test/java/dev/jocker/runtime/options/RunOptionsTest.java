package dev.jocker.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunOptionsTest {
    private static void refused(Consumer<RunOptionsBuilder> settings, String... words) {
        RunOptionsBuilder builder = RunOptions.image("host");
        assertThatThrownBy(() -> {
                    settings.accept(builder);
                    builder.build();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
    }

    @Test
    void hasDockersDefaults() {
        RunOptions options = RunOptions.image("host").build();
        assertThat(options.source()).isEqualTo(new RootSource.Image("host"));
        assertThat(options.storage().shmSize()).isEqualTo(67108864);
        assertThat(options.namespaces().network()).isEqualTo(NamespaceChoice.NONE);
        assertThat(options.namespaces().user()).isEqualTo(NamespaceChoice.HOST);
        assertThat(options.namespaces().time()).isEqualTo(TimeNamespaceChoice.HOST);
        assertThat(options.process().entrypoint()).isNull();
        assertThat(options.process().command()).isEmpty();
        assertThat(options.security().seccomp()).isEqualTo(SeccompChoice.DEFAULT);
    }

    @Test
    void keepsWhatItIsTold() {
        RunOptions options = RunOptions.rootfs(Path.of("/r"))
                .command("echo", "hi")
                .entrypoint("")
                .hostname("box")
                .label("a=b=c")
                .label("bare")
                .annotation("x=y")
                .ulimit(Ulimit.parse("nofile=1"))
                .ulimit(Ulimit.parse("nofile=2"))
                .sysctl("net.core.somaxconn=10")
                .capAdd("net_admin")
                .capDrop("all")
                .stopSignal("int")
                .workingDirectory("/a//b/.")
                .shmSize(0)
                .build();
        assertThat(options.source()).isEqualTo(new RootSource.Directory(Path.of("/r")));
        assertThat(options.process().command()).containsExactly("echo", "hi");
        assertThat(options.process().entrypoint()).isEmpty();
        assertThat(options.process().ulimits()).containsExactly(new Ulimit("nofile", 2, 2));
        assertThat(options.process().stopSignal()).isEqualTo("SIGINT");
        assertThat(options.process().workingDirectory()).isEqualTo("/a/b");
        assertThat(options.identity().labels()).containsEntry("a", "b=c").containsEntry("bare", "");
        assertThat(options.sysctls()).containsEntry("net.core.somaxconn", "10");
        assertThat(options.security().capAdd()).containsExactly("CAP_NET_ADMIN");
        assertThat(options.security().capDrop()).containsExactly("ALL");
        assertThat(options.storage().shmSize()).isEqualTo(RunOptionsBuilder.DEFAULT_SHM_SIZE);
    }

    @Test
    void isNotChangedByItsBuilder() {
        RunOptionsBuilder builder = RunOptions.image("host").environment("A=1");
        RunOptions options = builder.build();
        builder.environment("B=2").label("l=1");
        assertThat(options.process().environment()).containsExactly("A=1");
        assertThat(options.identity().labels()).isEmpty();
    }

    @Test
    void refusesBadWords() {
        refused(builder -> builder.name("-x"), "--name \"-x\"");
        refused(builder -> builder.name("x"), "--name \"x\"", "two or more");
        refused(builder -> builder.hostname("a".repeat(65)), "--hostname", "64");
        refused(builder -> builder.hostname("a b"), "--hostname");
        refused(builder -> builder.workingDirectory("tmp"), "--workdir \"tmp\"", "absolute");
        refused(builder -> builder.stopSignal("SIGNOPE"), "--stop-signal");
        refused(builder -> builder.stopSignal("65"), "--stop-signal \"65\"");
        refused(builder -> builder.stopSignal("RTMIN+31"), "--stop-signal");
        refused(builder -> builder.oomScoreAdjust(1001), "--oom-score-adj \"1001\"");
        refused(builder -> builder.capAdd("NET-ADMIN"), "--cap-add \"NET-ADMIN\"");
        refused(builder -> builder.capDrop(""), "--cap-drop");
        refused(builder -> builder.dns("example.org"), "--dns \"example.org\"");
        refused(builder -> builder.label("=x"), "--label");
        refused(builder -> builder.sysctl("net.a"), "--sysctl \"net.a\"", "NAME=VALUE");
        refused(builder -> builder.shmSize(-1), "--shm-size");
        refused(builder -> builder.environment("=x"), "--env");
        refused(
                builder -> builder.annotation("dev.jocker.init=true"),
                "--annotation \"dev.jocker.init=true\"",
                "reserved");
        assertThatThrownBy(() -> RunOptions.image("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        refused(builder -> builder.hostname("box").uts(NamespaceChoice.HOST), "--hostname", "--uts");
        refused(builder -> builder.domainname("lan").uts(NamespaceChoice.HOST), "--domainname");
        NamespaceChoice web = new NamespaceChoice.Container("web");
        refused(builder -> builder.hostname("box").network(web), "--hostname", "container:");
        refused(builder -> builder.addHost(HostEntry.parse("a:10.0.0.1")).network(web), "--add-host");
        refused(builder -> builder.dns("10.0.0.1").network(web), "--dns");
        refused(builder -> builder.userNamespace(web), "--userns", "not there yet");
        refused(builder -> builder.userNamespace(NamespaceChoice.parseUser("ns:/proc/1/ns/user")), "--userns", "ns:");
        refused(
                builder -> builder.userNamespace(NamespaceChoice.PRIVATE).privileged(true),
                "--privileged",
                "--userns host");
        refused(
                builder -> builder.userNamespace(NamespaceChoice.PRIVATE).network(NamespaceChoice.HOST),
                "--network host");
        refused(builder -> builder.userNamespace(NamespaceChoice.PRIVATE).pid(NamespaceChoice.HOST), "--pid host");
        refused(
                builder -> builder.volume(VolumeMount.parseVolume("/a:/t")).volume(VolumeMount.parseTmpfs("/t/")),
                "same target /t");
    }

    @Test
    void allowsOnlySysctlsOfOwnNamespaces() {
        for (String name : List.of(
                "kernel.shm_rmid_forced",
                "kernel.sem",
                "fs.mqueue.msg_max",
                "net.ipv4.ip_forward",
                "kernel.domainname")) {
            assertThat(RunOptions.image("host").sysctl(name + "=1").build().sysctls())
                    .containsKey(name);
        }
        refused(builder -> builder.sysctl("kernel.hostname=x"), "--sysctl \"kernel.hostname\"");
        refused(builder -> builder.sysctl("vm.swappiness=1"), "not a namespace's parameter");
        refused(builder -> builder.sysctl("net.ipv4.ip_forward=1").network(NamespaceChoice.HOST), "--network");
        refused(builder -> builder.sysctl("kernel.sem=1").ipc(NamespaceChoice.HOST), "--ipc");
        refused(builder -> builder.sysctl("kernel.domainname=x").uts(NamespaceChoice.HOST), "--uts");
    }
}
