package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What another JVM does to a container, which is killed meanwhile, or whose container's processes are. */
enum Deed {
    START {
        @Override
        void carryOut(Containers containers, RunOptions options) throws IOException {
            containers.create(options).start();
        }
    },
    FOREGROUND {
        @Override
        void carryOut(Containers containers, RunOptions options) throws IOException {
            try (RunningContainer container = containers.start(options, Stdio.none())) {
                container.await(SOON);
            }
        }
    },
    STOP {
        @Override
        void carryOut(Containers containers, RunOptions options) throws IOException {
            only(containers).stop(SOON, null);
        }
    },
    REMOVE {
        @Override
        void carryOut(Containers containers, RunOptions options) throws IOException {
            only(containers).remove(RemoveRequest.FORCED);
        }
    },
    EXEC {
        @Override
        void carryOut(Containers containers, RunOptions options) throws IOException {
            ExecOptions command = ExecOptions.command("sleep", "100").build();
            try (RunningExec exec = only(containers).exec(command, Stdio.none())) {
                exec.await(SOON);
            }
        }
    };

    private static final Duration SOON = Duration.ofMillis(50);
    private static final int SLOW_STEP = 4;

    abstract void carryOut(Containers containers, RunOptions options) throws IOException;

    /** Whether it is done to a container that runs. */
    boolean needsOne() {
        return this == STOP || this == REMOVE || this == EXEC;
    }

    private static Container only(Containers containers) throws IOException {
        List<Container> all = containers.list();
        if (all.size() != 1) {
            throw new AssertionError("there is one container, and not " + all.size());
        }
        return all.getFirst();
    }

    static RunOptions options(String root, String cgroupParent) {
        return RunOptions.rootfs(Path.of(root))
                .cgroupParent("/" + cgroupParent)
                .command("sleep", "100")
                .build();
    }

    /**
     * Says that it is ready, waits for a line, and says how the deed went: a line, whatever went wrong that may. The last two arguments,
     * if they are there, say which program is slow, before which step.
     */
    public static void main(String[] arguments) throws IOException {
        Deed deed = valueOf(arguments[0]);
        RunOptions options = options(arguments[1], arguments[2]);
        Faults slow = arguments.length > SLOW_STEP
                ? BrokenStep.slow(
                        BrokenStep.Where.valueOf(arguments[SLOW_STEP - 1]), Integer.parseInt(arguments[SLOW_STEP]))
                : Faults.NONE;
        Containers containers = Containers.in(Directories.ofHost(), slow);
        containers.list();
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        try {
            deed.carryOut(containers, options);
            System.out.println("done");
        } catch (IOException | ContainerException e) {
            System.out.println(e.getMessage());
        }
    }
}
