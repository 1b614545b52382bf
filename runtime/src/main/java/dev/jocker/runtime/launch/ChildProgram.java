package dev.jocker.runtime.launch;

import static dev.jocker.runtime.syscall.SystemCall.CHDIR;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE_RANGE;
import static dev.jocker.runtime.syscall.SystemCall.DUP3;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;
import static dev.jocker.runtime.syscall.SystemCall.SETDOMAINNAME;
import static dev.jocker.runtime.syscall.SystemCall.SETHOSTNAME;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.SETSID;
import static dev.jocker.runtime.syscall.SystemCall.UMASK;
import static dev.jocker.runtime.syscall.SystemCall.UNSHARE;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.runtime.docker.DockerSpec;
import dev.jocker.runtime.mount.MountStep;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.ExecWatch;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.TracePage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The program of a container's first process: from the moment it leaves the JVM's memory to the exec of the command. */
public final class ChildProgram {
    /** What a program exits with that could not start its command; the reason went through the channel before. */
    public static final int FAILED = 125;

    private static final Operand CURRENT = Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");

    private static final int KEPT = CommandSteps.KEPT;
    private final Plan plan;
    private final Spec spec;
    private final Streams streams;
    private final Handle channelHandle;
    /** {@value #KEPT} as soon as the channel has that number. */
    private final Datum moved = Datum.cell("moved");

    private final Program.Builder program;

    /**
     * What becomes the command's standard streams where it has no terminal.
     *
     * @param in null: {@code /dev/null}
     * @param out null: {@code /dev/null}
     * @param err null: {@code /dev/null}
     */
    record Streams(Argument in, Argument out, Argument err) {
        static Streams of(Stdio stdio) {
            return new Streams(stdio.in(), stdio.out(), stdio.err());
        }

        private Argument of(int number) {
            return switch (number) {
                case 0 -> in;
                case 1 -> out;
                default -> err;
            };
        }
    }

    private ChildProgram(Plan plan, Streams streams, Handle channel) {
        this.plan = plan;
        this.streams = streams;
        this.spec = plan.spec();
        this.channelHandle = channel;
        this.program = Program.named("jocker-child");
    }

    /**
     * The program for {@code plan}.
     *
     * @param channel our child's end of the socket pair through which it reports, closed by the exec
     * @param trace where to note results and times, or null
     * @param watch the page of an {@link ExecWatch}, or null
     */
    public static Program of(Plan plan, Handle channel, TracePage trace, Argument watch) {
        return of(plan, Streams.of(plan.stdio()), channel, trace, watch);
    }

    /** The same, with other streams than the plan's. */
    public static Program of(Plan plan, Streams streams, Handle channel, TracePage trace, Argument watch) {
        return new ChildProgram(plan, streams, channel).build(trace, watch);
    }

    private Program build(TracePage trace, Argument watch) {
        Label failed = Label.named("failed");
        if (trace != null) {
            program.append(trace.firstStep(program));
        }
        if (watch != null) {
            program.append(ExecWatch.childSteps(watch));
        }
        program.append(plan.entry().instructions());
        begin();
        join();
        if (plan.newNamespaces().has(CloneFlag.CLONE_NEWNET)) {
            program.append(LoopbackSteps.steps());
        }
        append(plan.mounts().views());
        identify();
        boolean adjustsLinks = adjustsLinks();
        if (adjustsLinks) {
            awaitNetwork();
        }
        adjustKernel();
        append(plan.mounts().volumes());
        if (!spec.process().cwd().equals("/")) { // as docker does; before the root may become read only
            program.append(new MountStep.MakeDirectories(spec.process().cwd(), 0755).instructions());
        }
        append(plan.mounts().finish());
        streams();
        program.append(CommandSteps.limits(spec.process()));
        if (!adjustsLinks) {
            awaitNetwork();
        }
        letGo();
        program.append(plan.confinement().instructions(plan.present()));
        finish();
        if ("true".equals(spec.annotations().get(DockerSpec.INIT_ANNOTATION))) {
            InitSteps.appendTo(program, Operand.of(KEPT));
        }
        program.append(CommandSteps.execute(spec.process()));
        program.append(failed)
                .append(CommandSteps.tellFailure(program, channelHandle, moved))
                .append(Call.of("end", EXIT_GROUP, Operand.of(FAILED)).ignoringErrors());
        return program.onFailure(failed).build();
    }

    /** Whether parameters of the network are set: of links that have to be there, or that keep addresses from being added. */
    private boolean adjustsLinks() {
        for (String parameter : spec.linux().sysctl().keySet()) {
            if (parameter.startsWith("net.")) {
                return true;
            }
        }
        return false;
    }

    private void awaitNetwork() {
        if (plan.network() != null) {
            program.append(plan.network().await());
        }
    }

    private void append(List<MountStep> steps) {
        for (MountStep step : steps) {
            program.append(step.instructions());
        }
    }

    /** Right after /proc is mounted: later a volume may lie over it, and take what was meant for the kernel. */
    private void adjustKernel() {
        for (Map.Entry<String, String> parameter : spec.linux().sysctl().entrySet()) {
            String path = "/proc/sys/" + parameter.getKey().replace('.', '/');
            writeFile("set the kernel parameter " + parameter.getKey(), path, parameter.getValue());
        }
        if (spec.process().oomScoreAdj() != null) {
            String value = spec.process().oomScoreAdj().toString();
            writeFile("how soon to be killed when memory runs out", "/proc/self/oom_score_adj", value);
        }
    }

    /**
     * Nothing of the host's stays open but the channel, which moves to {@value #KEPT}: before the working directory is chosen, which
     * could be named through a descriptor (CVE-2024-21626), and for good, since an init process never execs.
     */
    private void letGo() {
        Label kept = Label.named("channel kept");
        Operand three = Operand.of(KEPT);
        program.append(new Branch("it is there", Operand.of(channelHandle), Condition.EQUAL, three, kept))
                .append(Call.of(
                                "keep the channel",
                                DUP3,
                                Operand.of(channelHandle),
                                three,
                                Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC"))
                        .into(moved))
                .append(kept)
                .append(Call.of(
                        "let go of all else that is open",
                        CLOSE_RANGE,
                        Operand.of(KEPT + 1),
                        Operand.named(0xffffffffL, "~0U"),
                        Operand.of(0)));
    }

    private void begin() {
        program.call(
                "have a name in ps until the command has its own",
                PRCTL,
                Operand.named(prctl_h.PR_SET_NAME(), "PR_SET_NAME"),
                Operand.string("jocker-child"));
        program.append(CommandSteps.dieWithJocker(channelHandle));
        program.call("a session of its own: no terminal of the host's", SETSID);
        program.call("modes as they are given", UMASK, Operand.mode(0));
    }

    private void join() {
        for (Plan.Join join : plan.joins()) {
            if (!join.isBeforeClone()) {
                CloneFlag flag = join.kind().flag();
                program.call(
                        "join " + join.path(),
                        SETNS,
                        Operand.of(join.handle()),
                        Operand.named(flag.bits(), flag.name()));
            }
        }
        if (plan.network() != null) {
            program.append(plan.network().join());
        }
        if (plan.hasOwnCgroups()) {
            program.append(CgroupEntry.ownNamespace());
        }
        Namespace time = spec.linux().namespace(Namespace.Type.TIME);
        if (time != null && time.path() == null) {
            program.call("clocks of its own, from the exec on", UNSHARE, Operand.of(Flags.of(CloneFlag.CLONE_NEWTIME)));
            var offsets = new StringBuilder();
            for (Map.Entry<String, TimeOffset> offset :
                    spec.linux().timeOffsets().entrySet()) {
                offsets.append(offset.getKey())
                        .append(' ')
                        .append(offset.getValue().secs())
                        .append(' ');
                offsets.append(offset.getValue().nanosecs()).append('\n');
            }
            if (!offsets.isEmpty()) {
                writeFile("set its clocks", "/proc/self/timens_offsets", offsets.toString());
            }
        }
    }

    private void identify() {
        name("the host name", SETHOSTNAME, spec.hostname());
        name("the NIS domain name", SETDOMAINNAME, spec.domainname());
    }

    private void name(String reason, dev.jocker.runtime.syscall.SystemCall call, String name) {
        if (name != null) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            program.call(reason, call, Operand.string(name), Operand.of(length));
        }
    }

    private void streams() {
        if (spec.process().terminal()) {
            program.append(TerminalSteps.of(spec.process(), Operand.of(channelHandle)));
            return;
        }
        Datum nothing = Datum.cell("/dev/null");
        boolean opened = false;
        for (int number = 0; number <= 2; number++) {
            Argument stream = streams.of(number);
            if (stream == null && !opened) {
                Flags<OpenFlag> flags = Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CLOEXEC);
                program.append(Call.of(
                                "nothing to read from, or to write to",
                                OPENAT,
                                CURRENT,
                                Operand.string("/dev/null"),
                                Operand.of(flags))
                        .into(nothing));
                opened = true;
            }
            if (stream == null || stream.word() != number) {
                Operand from = stream == null ? Operand.contents(nothing) : Operand.of(stream);
                program.call("put it to its place", DUP3, from, Operand.of(number), Operand.of(0));
            }
        }
    }

    private void finish() {
        boolean otherUser =
                spec.process().user().uid() != 0 || spec.process().user().gid() != 0;
        if (otherUser) {
            program.append(CommandSteps.dieWithParent("a change of user takes this away: again"));
        }
        String directory = spec.process().cwd();
        if (!directory.equals("/")) {
            program.call("the working directory", CHDIR, Operand.string(directory));
        }
        program.append(CommandSteps.cleanSlate());
    }

    private void writeFile(String reason, String path, String value) {
        Datum file = Datum.cell(path);
        Flags<OpenFlag> flags = Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CLOEXEC);
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        program.append(Call.of(reason, OPENAT, CURRENT, Operand.string(path), Operand.of(flags))
                .into(file));
        program.call(reason, WRITE, Operand.contents(file), Operand.string(value), Operand.of(length));
        program.append(Call.of("done with it", CLOSE, Operand.contents(file)).ignoringErrors());
    }
}
