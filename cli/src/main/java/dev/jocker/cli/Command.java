package dev.jocker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verbs there are, grouped as {@code jocker --help} shows them. Naming one builds nothing. */
enum Command {
    RUN(Group.CONTAINERS, "Create and run a container, in the foreground or with -d in the background"),
    CREATE(Group.CONTAINERS, "Create a container, to be started later"),
    START(Group.CONTAINERS, "Start containers that do not run"),
    STOP(Group.CONTAINERS, "Ask containers to end, and after a while kill them"),
    RESTART(Group.CONTAINERS, "Stop containers and start them again"),
    KILL(Group.CONTAINERS, "Send a signal to containers"),
    PAUSE(Group.CONTAINERS, "Freeze all processes of containers"),
    UNPAUSE(Group.CONTAINERS, "Let the processes of paused containers go on"),
    WAIT(Group.CONTAINERS, "Wait until containers end, and print their exit statuses"),
    RM(Group.CONTAINERS, "Remove containers"),
    PS(Group.CONTAINERS, "List containers"),
    EXEC(Group.CONTAINERS, "Execute a further command in a container that runs"),
    ATTACH(Group.CONTAINERS, "Connect the terminal with a container that runs"),
    LOGS(Group.CONTAINERS, "Print what a container has written"),
    INSPECT(Group.CONTAINERS, "Print all there is to know about containers or images"),
    TOP(Group.CONTAINERS, "List the processes of a container"),
    STATS(Group.CONTAINERS, "Show what containers use: processor, memory, network, disk"),
    CP(Group.CONTAINERS, "Copy files between a container and the host"),
    DIFF(Group.CONTAINERS, "List the files that a container has changed"),
    RENAME(Group.CONTAINERS, "Give a container another name"),
    UPDATE(Group.CONTAINERS, "Change the limits of containers, while they run"),
    PORT(Group.CONTAINERS, "List the published ports of a container"),
    CONTAINER_PRUNE(Group.CONTAINERS, "Remove all containers that do not run"),
    EXPORT(Group.CONTAINERS, "Write the files of a container as a tar archive"),
    EVENTS(Group.CONTAINERS, "Print what happens to containers, as it happens"),
    IMAGES(Group.IMAGES, "List images"),
    PULL(Group.IMAGES, "Bring an image from a registry"),
    PUSH(Group.IMAGES, "Give an image to a registry"),
    IMPORT(Group.IMAGES, "Make an image of a root file system in a tar archive"),
    COMMIT(Group.IMAGES, "Make an image of what a container has changed"),
    BUILD(Group.IMAGES, "Build an image of a Dockerfile"),
    BUILDER_PRUNE(Group.IMAGES, "Remove what builds keep to be quicker the next time"),
    INIT(Group.IMAGES, "Make an image of a directory"),
    SAVE(Group.IMAGES, "Write images as an archive that docker, podman and skopeo read"),
    LOAD(Group.IMAGES, "Take over the images of such an archive"),
    TAG(Group.IMAGES, "Give an image a further name"),
    HISTORY(Group.IMAGES, "Show the steps that made an image"),
    RMI(Group.IMAGES, "Remove images"),
    IMAGE_PRUNE(Group.IMAGES, "Remove images that nobody uses"),
    LOGIN(Group.IMAGES, "Be somebody at a registry, for all later commands"),
    LOGOUT(Group.IMAGES, "Be nobody at a registry again"),
    NETWORK_CREATE(Group.NETWORKS, "Make a network for containers"),
    NETWORK_LS(Group.NETWORKS, "List networks"),
    NETWORK_RM(Group.NETWORKS, "Remove networks on which nobody is"),
    NETWORK_INSPECT(Group.NETWORKS, "Print all there is to know about networks, and who is on them"),
    NETWORK_CONNECT(Group.NETWORKS, "Put a container on a further network, also while it runs"),
    NETWORK_DISCONNECT(Group.NETWORKS, "Take a container off a network, also while it runs"),
    NETWORK_PRUNE(Group.NETWORKS, "Remove all networks that no container wants"),
    VOLUME_CREATE(Group.VOLUMES, "Make a volume: a directory that outlives the containers it is mounted in"),
    VOLUME_LS(Group.VOLUMES, "List volumes"),
    VOLUME_RM(Group.VOLUMES, "Remove volumes that no container wants, with their files"),
    VOLUME_INSPECT(Group.VOLUMES, "Print all there is to know about volumes"),
    VOLUME_PRUNE(Group.VOLUMES, "Remove the volumes without a chosen name that no container wants; -a: all of them"),
    INFO(Group.JOCKER, "Tell what this host is, and what there is on it"),
    SYSTEM_DF(Group.JOCKER, "Show what images and containers take of the disk"),
    SYSTEM_PRUNE(Group.JOCKER, "Remove what nobody uses, and what crashed commands have left"),
    IP(Group.MECHANICS, "Show and change links, addresses, routes and network namespaces, in the words of ip(8)"),
    EXPLAIN(Group.MECHANICS, "Show the system calls of a start, and why each is made, without making them"),
    BENCH(Group.MECHANICS, "Measure what a start costs, beside C that makes the same system calls"),
    NAT(Group.MECHANICS, "Translate addresses: list, masquerade, snat, dnat, forward, delete, flush"),
    NS_LS(Group.MECHANICS, "List namespaces, who is in them, and what else keeps them"),
    NS_UNSHARE(Group.MECHANICS, "Run a command in new namespaces, as unshare(1)"),
    NS_ENTER(Group.MECHANICS, "Run a command in namespaces that are there, as nsenter(1)"),
    NS_KEEP(Group.MECHANICS, "Make a file that keeps a namespace when nobody is in it"),
    NS_FREE(Group.MECHANICS, "Let go of kept namespaces, and remove their files"),
    DOCTOR(Group.JOCKER, "Say what works on this host, and what to change"),
    COMPLETION(Group.JOCKER, "Print the completion script for a shell"),
    HELP(Group.JOCKER, "Show the verbs, or the help of one"),
    VERSION(Group.JOCKER, "Show the versions of Jocker and what it runs on");

    /** A heading of the help. */
    enum Group {
        CONTAINERS("Containers"),
        IMAGES("Images"),
        NETWORKS("Networks"),
        VOLUMES("Volumes"),
        MECHANICS("How it works"),
        JOCKER("Jocker itself");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final Group group;
    private final String word;
    private final String summary;

    Command(Group group, String summary) {
        this.group = group;
        this.word = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        this.summary = summary;
    }

    Group group() {
        return group;
    }

    /** What is typed; two words with a space for one that is docker's {@code system prune}. */
    String word() {
        return word;
    }

    /** One line, without a full stop. */
    String summary() {
        return summary;
    }

    /** The command that is typed so, or null. */
    static Command named(String word) {
        for (Command each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }

    /** All that can be typed. */
    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Command each : values()) {
            words.add(each.word);
        }
        return words;
    }

    /** What can be typed behind a first word, {@code prune} behind {@code system}; behind {@code container} that is nearly all. */
    static List<String> secondWords(String first) {
        String beginning = first.concat(" ");
        List<String> seconds = new ArrayList<>();
        for (Command each : values()) {
            if (each.group != Group.CONTAINERS && each.word.startsWith(beginning)) {
                seconds.add(each.word.substring(beginning.length()));
            }
        }
        return seconds;
    }

    /** Builds the verb. */
    Verb verb() {
        return switch (this) {
            case RUN -> new RunVerb();
            case CREATE -> new CreateVerb();
            case START -> new StartVerb();
            case STOP -> new StopVerb();
            case RESTART -> new RestartVerb();
            case KILL -> new KillVerb();
            case PAUSE -> new PauseVerb();
            case UNPAUSE -> new UnpauseVerb();
            case WAIT -> new WaitVerb();
            case RM -> new RmVerb();
            case PS -> new PsVerb();
            case EXEC -> new ExecVerb();
            case ATTACH -> new AttachVerb();
            case LOGS -> new LogsVerb();
            case INSPECT -> new InspectVerb();
            case TOP -> new TopVerb();
            case STATS -> new StatsVerb();
            case CP -> new CpVerb();
            case DIFF -> new DiffVerb();
            case RENAME -> new RenameVerb();
            case UPDATE -> new UpdateVerb();
            case PORT -> new PortVerb();
            case EVENTS -> new EventsVerb();
            case BUILD -> new BuildVerb();
            case CONTAINER_PRUNE -> new ContainerPruneVerb();
            case NETWORK_PRUNE -> new NetworkPruneVerb();
            case VOLUME_PRUNE -> new VolumePruneVerb();
            case SYSTEM_PRUNE -> new SystemPruneVerb();
            case BUILDER_PRUNE -> new BuilderPruneVerb();
            case VOLUME_CREATE -> new VolumeCreateVerb();
            case VOLUME_LS -> new VolumeLsVerb();
            case VOLUME_RM -> new VolumeRmVerb();
            case VOLUME_INSPECT -> new VolumeInspectVerb();
            case INFO -> new InfoVerb();
            case SYSTEM_DF -> new SystemDfVerb();
            case IMAGES -> new ImagesVerb();
            case COMMIT -> new CommitVerb();
            case EXPORT -> new ExportVerb();
            case INIT -> new InitVerb();
            case PULL -> new PullVerb();
            case PUSH -> new PushVerb();
            case IMPORT -> new ImportVerb();
            case SAVE -> new SaveVerb();
            case LOAD -> new LoadVerb();
            case TAG -> new TagVerb();
            case HISTORY -> new HistoryVerb();
            case RMI -> new RmiVerb();
            case IMAGE_PRUNE -> new ImagePruneVerb();
            case LOGIN -> new LoginVerb();
            case LOGOUT -> new LogoutVerb();
            case NETWORK_CREATE -> new NetworkCreateVerb();
            case NETWORK_LS -> new NetworkLsVerb();
            case NETWORK_RM -> new NetworkRmVerb();
            case NETWORK_INSPECT -> new NetworkInspectVerb();
            case NETWORK_CONNECT -> new NetworkConnectVerb();
            case NETWORK_DISCONNECT -> new NetworkDisconnectVerb();
            case IP -> new IpVerb();
            case EXPLAIN -> new ExplainVerb();
            case BENCH -> new BenchVerb();
            case NAT -> new NatVerb();
            case NS_LS -> new NsLsVerb();
            case NS_UNSHARE -> new NsUnshareVerb();
            case NS_ENTER -> new NsEnterVerb();
            case NS_KEEP -> new NsKeepVerb();
            case NS_FREE -> new NsFreeVerb();
            case DOCTOR -> new DoctorVerb();
            case COMPLETION -> new CompletionVerb();
            case HELP -> new HelpVerb();
            case VERSION -> new VersionVerb();
        };
    }
}
