package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.cgroup.CgroupStep;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Control groups whose step k fails, for every k: the start says why, what was made before is taken away, and nothing is left. */
@NeedsRoot
@AlsoOnCgroupV2
@Tag("soak")
class CgroupFaultIT {
    private static final String NONE = "nosuch";

    @TempDir
    Path directory;

    private FaultRoom room;

    @BeforeEach
    void makeRoom() throws IOException {
        room = new FaultRoom(directory);
    }

    @AfterEach
    void closeRoom() throws IOException {
        room.close();
    }

    /** How it goes wrong. */
    enum Mishap {
        /** A file is not there. */
        NO_FILE {
            @Override
            CgroupStep in(Path group) {
                return new CgroupStep.Inherit(group, NONE);
            }
        },
        /** The kernel does not know the controller. */
        NO_CONTROLLER {
            @Override
            CgroupStep in(Path group) {
                return new CgroupStep.Enable(group, List.of(NONE), true, false);
            }
        };

        abstract CgroupStep in(Path group);
    }

    /** Puts an error in the place of a step; keeps the steps as they were. */
    private static final class BrokenPlan implements Faults {
        private final int step;
        private final Mishap error;
        private List<CgroupStep> whole = List.of();

        private BrokenPlan(int step, Mishap error) {
            this.step = step;
            this.error = error;
        }

        @Override
        public CgroupPlan inGroups(CgroupPlan plan) {
            whole = plan.steps();
            if (error == null) {
                return plan;
            }
            Path group = plan.cgroup().groups().getLast().path().getParent();
            var broken = new ArrayList<>(plan.steps());
            broken.set(step, error.in(group.getParent())); // that is there before all steps
            return new CgroupPlan(broken, plan.cgroup(), plan.guardsDevices());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, NO_FILE", "true, NO_CONTROLLER", "false, NO_FILE", "false, NO_CONTROLLER"})
    void aStartLeavesNothingWhicheverStepOfItsGroupsFails(boolean foreground, Mishap error) throws IOException {
        RunOptions options = room.options(FaultRoom.Kind.PLAIN)
                .limits(Limits.builder().pids(100).cpus("1").build())
                .build();
        var look = new BrokenPlan(0, null);
        startAndRemove(look, options, foreground);
        HostSnapshot before = room.snapshot();
        for (int step = 0; step < look.whole.size(); step += Soak.times(4, 1)) {
            String what = error + " at " + look.whole.get(step);
            var broken = new BrokenPlan(step, error);
            assertThatThrownBy(() -> startAndRemove(broken, options, foreground))
                    .as(what)
                    .hasMessageContaining(error == Mishap.NO_FILE ? NONE : "subtree_control")
                    .hasMessageNotContaining("\n");
            for (Container each : room.containers(Faults.NONE).list()) {
                assertThat(each.snapshot().status()).as(what).isEqualTo(ContainerStatus.CREATED);
                assertThat(each.snapshot().error()).as(what).isNotEmpty();
                each.remove(RemoveRequest.FORCED);
            }
            assertThat(HostSnapshot.changes(before, room::snapshot)).as(what).isEmpty();
        }
    }

    private void startAndRemove(Faults faults, RunOptions options, boolean foreground) throws IOException {
        Containers containers = room.containers(faults);
        if (foreground) {
            containers.start(options, Stdio.none()).close();
            return;
        }
        Container container = containers.create(options);
        container.start();
        container.remove(RemoveRequest.FORCED);
    }
}
