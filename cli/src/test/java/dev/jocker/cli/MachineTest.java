package dev.jocker.cli;

import dev.jocker.testing.Witness;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Jocker on a machine of its own, as far as networks go, beside which there is another. */
abstract class MachineTest extends KeptTest {
    static final String HERE = "198.51.100.1";
    static final String THERE = "198.51.100.2";

    static Machine machine;
    static Machine remote;

    @BeforeAll
    static void makeMachines() throws IOException, InterruptedException {
        Witness.require("busybox");
        Witness.require("nft");
        machine = Machine.start();
        remote = Machine.start();
        machine.connect(remote, HERE + "/24", THERE + "/24");
    }

    @AfterAll
    static void closeMachines() {
        if (remote != null) {
            remote.close();
        }
        if (machine != null) {
            machine.close();
        }
    }

    @BeforeEach
    void onTheMachine() {
        launcher = new Launcher(directory, machine.prefix());
    }

    /** The kernel takes links away behind the end of their namespace. */
    static void awaitNoLinks(String pattern) throws InterruptedException {
        awaitThat(
                "no link like " + pattern,
                () -> machine.sh("ip -o link | grep -c '" + pattern + "' || true")
                        .equals("0"));
    }
}
