package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.OptionalText;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.namespace.IdMap;
import dev.jocker.runtime.ns.NamespaceCommand;
import dev.jocker.runtime.ns.NamespaceCommand.GroupsChange;
import dev.jocker.runtime.ns.NamespaceCommand.Offsets;
import dev.jocker.runtime.ns.NamespaceCommand.Place;
import dev.jocker.runtime.ns.NamespaceCommand.Propagation;
import dev.jocker.runtime.ns.NamespaceStart;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.options.TimeNamespaceChoice;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code jocker ns unshare [OPTIONS] [COMMAND [ARG...]]}: a command in new namespaces, with {@code unshare(1)}'s words. */
final class NsUnshareVerb extends Verb {
    static final String NOTE =
            "jocker ns unshare: -p without -f: the command itself stays in the old pid namespace. Its first child "
                    + "is process 1 of the new one, and when that ends, every further fork fails with ENOMEM (Cannot allocate memory). "
                    + "-f makes the command process 1";

    private static final int SIGKILL = 9;

    private final Switch mount = options.flag("Its own mounts", "-m", "--mount");
    private final Switch uts = options.flag("Its own host name", "-u", "--uts");
    private final Switch ipc = options.flag("Its own System V IPC and message queues", "-i", "--ipc");
    private final Switch net = options.flag("Its own network", "-n", "--net");
    private final Switch pid =
            options.flag("Its children have their own process numbers; with -f it, too", "-p", "--pid");
    private final Switch user = options.flag("Its own users and groups", "-U", "--user");
    private final Switch cgroup = options.flag("Its control groups are the roots that it sees", "-C", "--cgroup");
    private final Switch time = options.flag("Its own clocks, but for the time of day", "-T", "--time");
    private final Switch fork = options.flag("Execute the command in a child", "-f", "--fork");
    private final Switch mapRoot = options.flag("Be root inside; implies -U", "-r", "--map-root-user");
    private final Switch mapCurrent = options.flag("Be the same inside; implies -U", "-c", "--map-current-user");
    private final Text mapUser = options.text("UID", "Be this user inside; implies -U", "--map-user");
    private final Text mapGroup = options.text("GID", "Be of this group inside; implies -U", "--map-group");
    private final Texts mapUsers = options.texts("INNER:OUTER:COUNT", "A range of users; implies -U", "--map-users");
    private final Texts mapGroups = options.texts("INNER:OUTER:COUNT", "A range of groups; implies -U", "--map-groups");
    private final Text setgroups = options.text("allow|deny", "Whether groups may be dropped inside", "--setgroups");
    private final OptionalText mountProc =
            options.optionalText("DIR", "Mount proc there first (/proc); implies -m", "--mount-proc");
    private final Text propagation =
            options.text("MODE", "Of mounts: private (usual), shared, slave or unchanged", "--propagation");
    private final OptionalText killChild = options.optionalText(
            "SIGNAL", "What the command gets when jocker is killed (SIGKILL); implies -f", "--kill-child");
    private final Text root = options.text("DIR", "Its root", "-R", "--root");
    private final Text directory = options.text("DIR", "Its working directory, in the new root", "-w", "--wd");
    private final Text setuid = options.text("UID", "Be this user", "-S", "--setuid");
    private final Text setgid = options.text("GID", "Be of this group, and no other", "-G", "--setgid");
    private final Text monotonic = options.text("SECONDS", "Shift the monotonic clock; implies -T", "--monotonic");
    private final Text boottime = options.text("SECONDS", "Shift the clock since the boot; implies -T", "--boottime");
    private final Switch explain = options.flag("Show the system calls, and make none", "--explain");

    NsUnshareVerb() {
        super(Command.NS_UNSHARE, "[OPTIONS] [COMMAND [ARG...]]");
        options.stopAtFirstWord();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        NamespaceCommand wanted = wanted();
        if (explain.on()) {
            ProgramListing.print(NamespaceStart.program(wanted), console.out());
            return ExitStatus.SUCCESS;
        }
        if (wanted.isPidNamespaceWithoutFork()) {
            console.err().println(NOTE);
        }
        return new NamespaceRun(wanted).run();
    }

    private NamespaceCommand wanted() {
        List<IdMap> uids = maps(mapUser, "--map-user", mapUsers, Processes.effectiveUser());
        List<IdMap> gids = maps(mapGroup, "--map-group", mapGroups, Processes.effectiveGroup());
        boolean maps = !uids.isEmpty() || !gids.isEmpty();
        Path newRoot = root.given() ? Path.of(root.value()) : null;
        Path work = directory.given() ? Path.of(directory.value()) : null;
        String proc = mountProc.given() ? mountProc.value() == null ? "/proc" : mountProc.value() : null;
        return new NamespaceCommand(
                List.of(),
                kinds(maps),
                fork.on() || killChild.given(),
                killChild.value() == null ? SIGKILL : SignalName.number(killChild.value()),
                new NamespaceCommand.Identity(
                        uids,
                        gids,
                        groupsChange(!gids.isEmpty()),
                        NamespaceOptions.id("--setuid", setuid.value()),
                        NamespaceOptions.id("--setgid", setgid.value())),
                new Place(propagation(), proc, newRoot, work, false),
                new Offsets(offset("monotonic", monotonic), offset("boottime", boottime)),
                NamespaceOptions.command(options.words()),
                NamespaceOptions.environment());
    }

    private Flags<CloneFlag> kinds(boolean maps) {
        Flags<CloneFlag> kinds = Flags.none(CloneFlag.class);
        kinds = mount.on() || mountProc.given() ? kinds.with(CloneFlag.CLONE_NEWNS) : kinds;
        kinds = uts.on() ? kinds.with(CloneFlag.CLONE_NEWUTS) : kinds;
        kinds = ipc.on() ? kinds.with(CloneFlag.CLONE_NEWIPC) : kinds;
        kinds = net.on() ? kinds.with(CloneFlag.CLONE_NEWNET) : kinds;
        kinds = pid.on() ? kinds.with(CloneFlag.CLONE_NEWPID) : kinds;
        kinds = user.on() || maps ? kinds.with(CloneFlag.CLONE_NEWUSER) : kinds;
        kinds = cgroup.on() ? kinds.with(CloneFlag.CLONE_NEWCGROUP) : kinds;
        boolean clocks = time.on() || monotonic.given() || boottime.given();
        return clocks ? kinds.with(CloneFlag.CLONE_NEWTIME) : kinds;
    }

    /** The one id that we are, then ranges. */
    private List<IdMap> maps(Text single, String option, Texts ranges, long own) {
        List<IdMap> maps = new ArrayList<>();
        if (single.given()) {
            maps.add(new IdMap(NamespaceOptions.number(option, single.value()), own, 1));
        } else if (mapRoot.on()) {
            maps.add(new IdMap(0, own, 1));
        } else if (mapCurrent.on()) {
            maps.add(new IdMap(own, own, 1));
        }
        for (String range : ranges.values()) {
            maps.add(range(option + "s", range));
        }
        return maps;
    }

    /** Newer unshare(1) writes {@code INNER:OUTER:COUNT}, older {@code OUTER,INNER,COUNT}. */
    private static IdMap range(String option, String text) {
        boolean newer = text.indexOf(':') >= 0;
        String[] parts = text.split(newer ? ":" : ",", -1);
        if (parts.length != 3) {
            throw new OptionException(
                    option + " \"" + text + "\": expected INNER:OUTER:COUNT, for example 0:100000:65536");
        }
        long first = NamespaceOptions.number(option, parts[0]);
        long second = NamespaceOptions.number(option, parts[1]);
        long count = NamespaceOptions.number(option, parts[2]);
        return newer ? new IdMap(first, second, count) : new IdMap(second, first, count);
    }

    /** From inside, groups can be mapped only where they cannot be dropped: membership may be what keeps somebody out. */
    private GroupsChange groupsChange(boolean maps) {
        boolean ranges = mapUsers.given() || mapGroups.given();
        if (!setgroups.given()) {
            return maps && !ranges ? GroupsChange.DENY : GroupsChange.UNCHANGED;
        }
        return switch (setgroups.value()) {
            case "deny" -> {
                if (ranges) {
                    throw new OptionException("--setgroups does not go with --map-users and --map-groups");
                }
                yield GroupsChange.DENY;
            }
            case "allow" -> {
                if (maps) {
                    throw new OptionException(
                            "--setgroups allow does not go with a map of groups, which wants them denied");
                }
                yield GroupsChange.ALLOW;
            }
            default -> throw new OptionException("--setgroups is allow or deny, not '" + setgroups.value() + "'");
        };
    }

    private Propagation propagation() {
        return switch (propagation.or("private").toLowerCase(Locale.ROOT)) {
            case "private" -> Propagation.PRIVATE;
            case "shared" -> Propagation.SHARED;
            case "slave" -> Propagation.SLAVE;
            case "unchanged" -> Propagation.UNCHANGED;
            default ->
                throw new OptionException(
                        "--propagation is private, shared, slave or unchanged, not '" + propagation.value() + "'");
        };
    }

    private static TimeOffset offset(String clock, Text seconds) {
        if (!seconds.given()) {
            return null;
        }
        try {
            var choice = TimeNamespaceChoice.parse("private," + clock + "=" + seconds.value());
            return choice.monotonic() == null ? choice.boottime() : choice.monotonic();
        } catch (IllegalArgumentException e) {
            throw new OptionException("--" + clock + " \"" + seconds.value() + "\": expected seconds", e);
        }
    }

    @Override
    int failureStatus() {
        return ExitStatus.FAILED;
    }
}
