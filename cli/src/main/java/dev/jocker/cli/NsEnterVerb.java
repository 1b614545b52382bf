package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.OptionalText;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.namespace.NamespaceId;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.namespace.NamespaceList;
import dev.jocker.runtime.ns.NamespaceCommand;
import dev.jocker.runtime.ns.NamespaceCommand.GroupsChange;
import dev.jocker.runtime.ns.NamespaceCommand.Join;
import dev.jocker.runtime.ns.NamespaceCommand.Offsets;
import dev.jocker.runtime.ns.NamespaceCommand.Place;
import dev.jocker.runtime.ns.NamespaceCommand.Propagation;
import dev.jocker.runtime.ns.NamespaceStart;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code jocker ns enter [OPTIONS] [COMMAND [ARG...]]}: a command in namespaces that are there, with {@code nsenter(1)}'s words. */
final class NsEnterVerb extends Verb {
    private static final int SIGKILL = 9;

    private final Text target = options.text("PID", "The process whose namespaces to enter", "-t", "--target");
    private final Switch all = options.flag("Enter all in which it is and we are not", "-a", "--all");
    private final Map<NamespaceKind, OptionalText> kinds = new EnumMap<>(NamespaceKind.class);

    {
        kind(NamespaceKind.MOUNT, "Its mounts, or those of a kept namespace", "-m", "--mount");
        kind(NamespaceKind.UTS, "Its host name", "-u", "--uts");
        kind(NamespaceKind.IPC, "Its System V IPC and message queues", "-i", "--ipc");
        kind(NamespaceKind.NETWORK, "Its network", "-n", "--net");
        kind(NamespaceKind.PID, "Its process numbers", "-p", "--pid");
        kind(NamespaceKind.CGROUP, "Its view of control groups", "-C", "--cgroup");
        kind(NamespaceKind.USER, "Its users and groups", "-U", "--user");
        kind(NamespaceKind.TIME, "Its clocks", "-T", "--time");
    }

    private final Text setuid = options.text("UID", "Be this user inside (with -U: 0)", "-S", "--setuid");
    private final Text setgid = options.text("GID", "Be of this group inside (with -U: 0)", "-G", "--setgid");
    private final Switch preserve = options.flag("Stay who you are, with -U", "--preserve-credentials");
    private final OptionalText root = options.optionalText("DIR", "Its root, or DIR", "-r", "--root");
    private final OptionalText directory = options.optionalText("DIR", "Its working directory, or DIR", "-w", "--wd");
    private final Switch environment = options.flag("Its environment", "-e", "--env");
    private final Switch noFork = options.flag("Execute the command without a fork, with -p", "-F", "--no-fork");
    private final Switch explain = options.flag("Show the system calls, and make none", "--explain");

    NsEnterVerb() {
        super(Command.NS_ENTER, "[OPTIONS] [COMMAND [ARG...]]");
        options.stopAtFirstWord();
    }

    private void kind(NamespaceKind kind, String description, String... names) {
        kinds.put(kind, options.optionalText("FILE", description, names));
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        NamespaceCommand wanted = wanted();
        if (explain.on()) {
            ProgramListing.print(NamespaceStart.program(wanted), console.out());
            return ExitStatus.SUCCESS;
        }
        return new NamespaceRun(wanted).run();
    }

    private NamespaceCommand wanted() throws IOException {
        List<Join> joins = joins();
        boolean user = false;
        boolean pid = false;
        for (Join join : joins) {
            user |= join.kind() == NamespaceKind.USER;
            pid |= join.kind() == NamespaceKind.PID;
        }
        Integer uid = NamespaceOptions.id("--setuid", setuid.value());
        Integer gid = NamespaceOptions.id("--setgid", setgid.value());
        boolean becomesRoot = user && !preserve.on();
        return new NamespaceCommand(
                joins,
                Flags.none(CloneFlag.class),
                pid && !noFork.on(),
                SIGKILL,
                new NamespaceCommand.Identity(
                        List.of(),
                        List.of(),
                        GroupsChange.UNCHANGED,
                        uid == null && becomesRoot ? Integer.valueOf(0) : uid,
                        gid == null && becomesRoot ? Integer.valueOf(0) : gid),
                new Place(Propagation.UNCHANGED, null, path("root", root), path("cwd", directory), true),
                Offsets.NONE,
                NamespaceOptions.command(options.words()),
                environment.on() ? OriginalText.environmentOf(process()) : NamespaceOptions.environment());
    }

    /** The user namespace last where we have all rights, as they go with it; else first, as they come with it. */
    private List<Join> joins() throws IOException {
        List<Join> joins = new ArrayList<>();
        List<Join> users = new ArrayList<>();
        for (Map.Entry<NamespaceKind, OptionalText> entry : kinds.entrySet()) {
            NamespaceKind kind = entry.getKey();
            OptionalText option = entry.getValue();
            if (option.given() || all.on() && isApart(kind)) {
                Path file = option.value() == null
                        ? Path.of("/proc/" + process() + "/ns/" + kind.file())
                        : Path.of(option.value());
                (kind == NamespaceKind.USER ? users : joins).add(new Join(kind, file));
            }
        }
        boolean files = root.given() || directory.given();
        if (joins.isEmpty() && users.isEmpty() && !all.on() && !files) {
            throw new OptionException("say which namespaces: -a, or some of -m -u -i -n -p -C -U -T");
        }
        if (Processes.effectiveUser() == 0) {
            joins.addAll(users);
            return joins;
        }
        users.addAll(joins);
        return users;
    }

    /** Whether the process is in another one than we are. */
    private boolean isApart(NamespaceKind kind) throws IOException {
        List<NamespaceId> theirs = NamespaceList.of(Numbers.parse("--target", process()));
        for (NamespaceId own : NamespaceList.of((int) ProcessHandle.current().pid())) {
            if (own.kind() == kind) {
                return !theirs.contains(own);
            }
        }
        return false;
    }

    private Path path(String link, OptionalText option) {
        if (!option.given()) {
            return null;
        }
        return option.value() == null ? Path.of("/proc/" + process() + "/" + link) : Path.of(option.value());
    }

    private String process() {
        if (!target.given()) {
            throw new OptionException("it takes a process (-t PID), or files: --net=/run/netns/a");
        }
        return Integer.toString(Numbers.parse("--target", target.value()));
    }

    @Override
    int failureStatus() {
        return ExitStatus.FAILED;
    }
}
