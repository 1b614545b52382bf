package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.Capability.CAP_NET_BIND_SERVICE;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.EXECVE;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel makes of the instructions: a child confines itself, becomes a program of the host, and says what it is. */
@NeedsRoot
final class ConfinementIT {
    private static final String STATUS = "/proc/self/status";
    private static final Credentials USER = new Credentials(1000, 100, List.of(4, 20), 0027);

    /** A child's output, and its exit code. */
    private record Result(String output, int exitCode) {
        String field(String name) {
            for (String line : output.lines().toList()) {
                if (line.startsWith(name + ":\t")) {
                    return line.substring(name.length() + 2).strip();
                }
            }
            throw new AssertionError("no " + name + " in " + output);
        }
    }

    @Test
    void rootIsWhatDockersRootIs() throws IOException {
        Result cat = run(confinement(Credentials.ROOT, false), "cat", STATUS);
        assertThat(cat.field("CapInh")).isEqualTo("0000000000000000");
        assertThat(cat.field("CapPrm")).isEqualTo("00000000a80425fb");
        assertThat(cat.field("CapEff")).isEqualTo("00000000a80425fb");
        assertThat(cat.field("CapBnd")).isEqualTo("00000000a80425fb");
        assertThat(cat.field("CapAmb")).isEqualTo("0000000000000000");
        assertThat(cat.field("Seccomp")).isEqualTo("2");
        assertThat(cat.field("NoNewPrivs")).isEqualTo("0");
        assertThat(cat.field("Groups")).isEmpty();
        assertThat(cat.field("Umask")).isEqualTo("0022");
    }

    @Test
    void anotherUserHasNoPower() throws IOException {
        Result cat = run(confinement(USER, true), "cat", STATUS);
        assertThat(cat.field("Uid")).isEqualTo("1000\t1000\t1000\t1000");
        assertThat(cat.field("Gid")).isEqualTo("100\t100\t100\t100");
        assertThat(cat.field("Groups")).isEqualTo("4 20");
        assertThat(cat.field("Umask")).isEqualTo("0027");
        assertThat(cat.field("CapPrm")).isEqualTo("0000000000000000");
        assertThat(cat.field("CapEff")).isEqualTo("0000000000000000");
        assertThat(cat.field("CapBnd")).isEqualTo("00000000a80425fb");
        assertThat(cat.field("NoNewPrivs")).isEqualTo("1");
        assertThat(cat.field("Seccomp")).isEqualTo("2");
    }

    @Test
    void ambientCapabilitiesReachAnotherUser() throws IOException {
        var one = CapabilitySet.of(CAP_NET_BIND_SERVICE);
        var capabilities = new Capabilities(one, one, one, one, one);
        Result cat = run(new Confinement(USER, capabilities, null, false), "cat", STATUS);
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(cat.field(set)).isEqualTo(one.toString());
        }
    }

    @Test
    void privilegedIsWhatThisProcessMayGive() throws IOException {
        var all = CapabilitySet.ofThisProcess();
        var privileged = new Confinement(Credentials.ROOT, Capabilities.forUser(0, all), null, false);
        Result cat = run(privileged, "cat", STATUS);
        assertThat(cat.field("CapEff")).isEqualTo(all.toString());
        assertThat(cat.field("Seccomp")).isEqualTo("0");
    }

    @Test
    void theDefaultFilterForbidsNewNamespaces() throws IOException {
        var unconfined = new Confinement(Credentials.ROOT, capabilities(), null, false);
        assertThat(run(unconfined, "unshare", "--user", "true").exitCode()).isZero();
        assertThat(run(confinement(Credentials.ROOT, false), "unshare", "--user", "true")
                        .exitCode())
                .isNotZero();
    }

    @Test
    void programsRunUnderTheDefaultFilter() throws IOException {
        Result shell = run(confinement(Credentials.ROOT, true), "sh", "-c", "ls /proc/self | sort | head -n 1; id -u");
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.output()).endsWith("\n0\n");
    }

    @Test
    void limitsAreSet() throws IOException {
        var steps = new ArrayList<Instruction>();
        steps.add(Rlimit.parse("nofile=123:456").instruction());
        steps.add(Rlimit.parse("core=0:unlimited").instruction());
        Result cat = run(steps, "cat", "/proc/self/limits");
        assertThat(cat.output()).containsPattern("Max open files +123 +456 +files");
        assertThat(cat.output()).containsPattern("Max core file size +0 +unlimited +bytes");
    }

    private static Capabilities capabilities() {
        return Capabilities.forUser(0, CapabilitySet.DEFAULT);
    }

    private static Confinement confinement(Credentials credentials, boolean noNewPrivileges) {
        return new Confinement(
                credentials,
                Capabilities.forUser(credentials.uid(), CapabilitySet.DEFAULT),
                DefaultSeccomp.filter(CapabilitySet.DEFAULT, true),
                noNewPrivileges);
    }

    private static Result run(Confinement confinement, String... command) throws IOException {
        return run(confinement.instructions(CapabilitySet.ofThisProcess()), command);
    }

    private static Result run(List<Instruction> steps, String... command) throws IOException {
        try (var pipe = Descriptors.pipe()) {
            Operand output = Operand.of(pipe.writeEnd());
            var failed = Instruction.Label.named("failed");
            Program program = Program.named("confined")
                    .onFailure(failed)
                    .call("say it to the test", DUP3, output, Operand.of(1), Operand.of(0))
                    .call("errors too", DUP3, output, Operand.of(2), Operand.of(0))
                    .append(steps)
                    .call(
                            "become the command",
                            EXECVE,
                            Operand.string("/usr/bin/" + command[0]),
                            Operand.strings(List.of(command)),
                            Operand.strings(List.of("PATH=/usr/bin:/bin")))
                    .append(failed)
                    .append(Instruction.Call.of("end", EXIT_GROUP, Operand.of(126))
                            .ignoringErrors())
                    .build();
            try (var image = SealedImage.seal(program)) {
                var launch = new Launch(image, Flags.none(CloneFlag.class), List.of(pipe.writeEnd()), List.of(), null);
                try (var child = launch.start().child()) {
                    pipe.writeEnd().close();
                    String text = readAll(pipe);
                    return new Result(text, Processes.await(child.pidfd()).exitCode());
                }
            }
        }
    }

    private static String readAll(Descriptors.Pipe pipe) throws IOException {
        var text = new StringBuilder();
        var buffer = Descriptors.buffer(1 << 16);
        while (Descriptors.read(pipe.readEnd(), buffer.clear()) > 0) {
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return text.toString();
    }
}
