package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A machine as far as networks go: a network namespace, and a process that keeps it. What is made in it goes with it. */
final class Machine implements AutoCloseable {
    private final Process keeper;

    private Machine(Process keeper) {
        this.keeper = keeper;
    }

    /** With its loopback link up. */
    static Machine start() throws IOException, InterruptedException {
        String unshare = Witness.require("unshare").toString();
        Witness.require("nsenter");
        String up = Witness.require("ip") + " link set lo up && echo up && exec sleep 100000";
        Process keeper = new ProcessBuilder(unshare, "-n", "sh", "-c", up).start();
        assertThat(keeper.inputReader().readLine()).isEqualTo("up");
        return new Machine(keeper);
    }

    long pid() {
        return keeper.pid();
    }

    /** What begins a command line that is to be executed there. */
    List<String> prefix() {
        return List.of(Witness.require("nsenter").toString(), "--net=/proc/" + pid() + "/ns/net");
    }

    Result run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix());
        command.addAll(List.of(words));
        return Launcher.finish(new ProcessBuilder(command), new byte[0]);
    }

    /** {@code sh -c SCRIPT}, which has to succeed: its output without the last line end. */
    String sh(String script) throws IOException, InterruptedException {
        Result result = run("sh", "-c", script);
        assertThat(result.status()).as("status of %s; %s", script, result.err()).isZero();
        return result.out().stripTrailing();
    }

    /** A cable to another machine. */
    void connect(Machine other, String address, String theirs) throws IOException, InterruptedException {
        sh("ip link add cable type veth peer name cable netns " + other.pid() + " && ip link set cable up"
                + " && ip addr add " + address + " dev cable");
        other.sh("ip link set cable up && ip addr add " + theirs + " dev cable");
    }

    @Override
    public void close() {
        keeper.destroyForcibly();
    }
}
