package dev.jocker.runtime.options;

import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Network;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules for single words and for combinations of options. */
public final class RunOptionsCheck {
    /** The numbers differ between architectures; who sends the signal knows them. */
    private static final List<String> SIGNALS = List.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
            "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
            "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX");

    private static final List<String> IPC_SYSCTLS = List.of(
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced");

    private static final String RESERVED = "dev.jocker.";

    private RunOptionsCheck() {}

    /** The signal as {@code SIGTERM} or as a number. */
    static String signal(String value) {
        if (Accounts.isNumber(value)) {
            long number = Accounts.number(value);
            if (number >= 1 && number <= 64) {
                return value;
            }
        } else {
            String word = value.toUpperCase(Locale.ROOT);
            word = word.startsWith("SIG") ? word.substring(3) : word;
            if (SIGNALS.contains(word) || isRealTime(word)) {
                return "SIG" + word;
            }
        }
        throw BadOption.value("--stop-signal", value, "expected a signal's name such as SIGTERM, or its number");
    }

    private static boolean isRealTime(String word) {
        if (word.length() < 7 || !(word.startsWith("RTMIN+") || word.startsWith("RTMAX-"))) {
            return false;
        }
        String distance = word.substring(6);
        return Accounts.isNumber(distance) && Accounts.number(distance) >= 0 && Accounts.number(distance) <= 30;
    }

    /** A container's name as docker takes it, {@code word} itself; anything else is an {@code IllegalArgumentException}. */
    public static String name(String word) {
        boolean good = word.length() >= 2 && isAlphanumeric(word.charAt(0));
        for (int i = 1; i < word.length() && good; i++) {
            good = isAlphanumeric(word.charAt(i)) || "_.-".indexOf(word.charAt(i)) >= 0;
        }
        if (!good) {
            throw BadOption.value(
                    "--name", word, "expected two or more of a-z A-Z 0-9 _ . -, the first a letter or digit");
        }
        return word;
    }

    static String hostname(String option, String word) {
        int length = word.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > 64 || hasBlank(word)) {
            throw BadOption.value(option, word, "expected 1 to 64 bytes without blanks");
        }
        return word;
    }

    static String domain(String option, String word) {
        if (word.isEmpty() || hasBlank(word)) {
            throw BadOption.value(option, word, "expected one word");
        }
        return word;
    }

    static String capability(String option, String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (!isAlphanumeric(c) && c != '_') {
                throw BadOption.value(option, word, "expected a capability such as NET_ADMIN, or ALL");
            }
        }
        if (upper.isEmpty()) {
            throw BadOption.value(option, word, "expected a capability such as NET_ADMIN, or ALL");
        }
        return upper.equals("ALL") || upper.startsWith("CAP_") ? upper : "CAP_" + upper;
    }

    /** Jocker notes in annotations what it has decided: whether there is an init, which filter. */
    static void annotation(String pair) {
        if (pair.startsWith(RESERVED)) {
            throw BadOption.value("--annotation", pair, "names that begin with " + RESERVED + " are reserved");
        }
    }

    /** A path below the root of each tree, as clean as a group's name can be. */
    static String cgroupParent(String path) {
        String clean = VolumeMount.clean("/" + path);
        boolean up = false;
        for (String part : path.split("/", -1)) {
            up |= part.equals("..");
        }
        if (clean.equals("/") || up || clean.indexOf('\n') >= 0) {
            throw BadOption.value(
                    "--cgroup-parent", path, "expected a path below the root of the control groups, such as /jobs");
        }
        return clean;
    }

    static void putPair(String option, String value, boolean bareKey, Map<String, String> pairs) {
        int equals = value.indexOf('=');
        if (equals == 0 || value.isEmpty() || equals < 0 && !bareKey) {
            throw BadOption.value(option, value, "expected NAME=VALUE");
        }
        pairs.put(equals < 0 ? value : value.substring(0, equals), equals < 0 ? "" : value.substring(equals + 1));
    }

    /** Refuses what does not go together. */
    static void together(RunOptions options) {
        Limits limits = options.group().limits();
        refuse(
                (limits.memory() == null || limits.memory() == 0)
                        && limits.memorySwap() != null
                        && limits.memorySwap() > 0,
                "--memory-swap needs --memory: it is the limit of both together");
        namespaces(options);
        RunOptions.Lifecycle lifecycle = options.lifecycle();
        refuse(
                lifecycle.autoRemove() && lifecycle.restart().kind() != RestartPolicy.Kind.NO,
                "--rm does not go with --restart: what is started again can't be removed at its end");
        for (String name : options.sysctls().keySet()) {
            sysctl(name, options.namespaces());
        }
        Set<String> targets = new HashSet<>();
        for (VolumeMount volume : options.storage().volumes()) {
            if (!targets.add(volume.target())) {
                throw new IllegalArgumentException("two mounts have the same target " + volume.target());
            }
        }
    }

    private static void namespaces(RunOptions options) {
        RunOptions.NamespaceChoices namespaces = options.namespaces();
        RunOptions.Identity identity = options.identity();
        if (!namespaces.uts().isOwn()) {
            refuse(
                    identity.hostname() != null,
                    "--hostname needs a UTS namespace of the container's own: leave --uts out");
            refuse(
                    identity.domainname() != null,
                    "--domainname needs a UTS namespace of the container's own: leave --uts out");
        }
        if (namespaces.network() instanceof NamespaceChoice.Container) {
            String shared = " does not go with --network container:…: that container's own files are shared";
            refuse(identity.hostname() != null, "--hostname" + shared);
            RunOptions.Resolution resolution = options.resolution();
            refuse(!resolution.addHosts().isEmpty(), "--add-host" + shared);
            refuse(
                    !resolution.dns().isEmpty()
                            || !resolution.dnsSearch().isEmpty()
                            || !resolution.dnsOptions().isEmpty(),
                    "--dns" + shared);
        }
        networking(namespaces.network(), options.networking());
        boolean joinsUsers = !namespaces.user().isOwn() && !(namespaces.user() instanceof NamespaceChoice.Host);
        refuse(joinsUsers, "--userns container:… and ns:…: joining a user namespace is not there yet");
        if (namespaces.user().isOwn()) {
            String host = " does not go with --userns auto: the host's namespace is not the user namespace's to use";
            refuse(namespaces.network() instanceof NamespaceChoice.Host, "--network host" + host);
            refuse(namespaces.pid() instanceof NamespaceChoice.Host, "--pid host" + host);
            refuse(options.security().privileged(), "--privileged does not go with --userns auto: add --userns host");
        }
    }

    /** As docker: who has the network of another publishes through that one. */
    private static void networking(NamespaceChoice namespace, RunOptions.Networking networking) {
        if (namespace instanceof NamespaceChoice.Container || namespace instanceof NamespaceChoice.AtPath) {
            String another =
                    " does not go with --network container:… and ns:…: ports are the affair of whoever made that network";
            refuse(!networking.published().isEmpty(), "--publish" + another);
            refuse(networking.publishAll(), "--publish-all" + another);
            refuse(!networking.exposed().isEmpty(), "--expose" + another);
        }
        Set<String> names = new HashSet<>();
        for (EndpointRequest endpoint : networking.endpoints()) {
            String name = endpoint.network();
            boolean usual = name.equals(Network.DEFAULT);
            refuse(!names.add(name), "--network " + name + " is given more than once");
            refuse(
                    usual && networking.endpoints().size() > 1,
                    "--network " + name + " does not go with others: connect the container afterwards");
            refuse(
                    usual && (endpoint.ip4() != null || endpoint.ip6() != null),
                    "an address can be chosen only in networks that the user has made (network create), not in "
                            + name);
        }
    }

    /** A parameter that is not a namespace's would change the host. */
    private static void sysctl(String name, RunOptions.NamespaceChoices namespaces) {
        if (IPC_SYSCTLS.contains(name) || name.startsWith("fs.mqueue.")) {
            ownOnly(name, namespaces.ipc(), "--ipc");
        } else if (name.startsWith("net.")) {
            ownOnly(name, namespaces.network(), "--network");
        } else if (name.equals("kernel.domainname")) {
            ownOnly(name, namespaces.uts(), "--uts");
        } else {
            throw BadOption.value(
                    "--sysctl",
                    name,
                    "not a namespace's parameter (net.*, fs.mqueue.*, kernel.msg*, kernel.sem, kernel.shm*, kernel.domainname are)");
        }
    }

    private static void ownOnly(String name, NamespaceChoice choice, String option) {
        if (!choice.isOwn()) {
            throw BadOption.value(
                    "--sysctl", name, "would change a namespace that is not the container's own (" + option + ")");
        }
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }

    private static boolean hasBlank(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) <= ' ') {
                return true;
            }
        }
        return false;
    }

    static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
