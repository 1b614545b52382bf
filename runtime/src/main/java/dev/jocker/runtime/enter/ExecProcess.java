package dev.jocker.runtime.enter;

import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.User;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.UserChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code docker exec} makes of its options and the container's {@link Spec}: a pure function. */
final class ExecProcess {
    private ExecProcess() {}

    /**
     * The process.
     *
     * @param accounts the running container's own users and groups
     * @param groupAdd further groups that the container was started with, names or numbers
     * @param size of the terminal at the start, or null
     * @throws IllegalArgumentException with one line: an unknown user or group
     */
    static Process of(
            Spec spec, ExecOptions options, Accounts accounts, List<String> groupAdd, Process.ConsoleSize size) {
        Process first = spec.process();
        User user = first.user();
        String home = null;
        if (options.user() != null) {
            Accounts.Identity identity = accounts.resolve(options.user(), groupAdd);
            List<Long> gids = new ArrayList<>();
            gids.add(identity.gid());
            gids.addAll(identity.groups());
            user = new User(identity.uid(), identity.gid(), first.user().umask(), gids);
            home = identity.home();
        }
        return new Process(
                options.terminal(),
                options.terminal() ? size : null,
                user,
                options.command(),
                environment(first, options, accounts, home),
                options.workingDirectory() == null ? first.cwd() : options.workingDirectory(),
                first.capabilities(),
                first.rlimits(),
                first.noNewPrivileges(),
                first.apparmorProfile(),
                first.oomScoreAdj(),
                first.scheduler(),
                first.selinuxLabel(),
                first.ioPriority(),
                first.execCPUAffinity());
    }

    /** @param home of another user than the container's, or null */
    private static List<String> environment(Process first, ExecOptions options, Accounts accounts, String home) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : first.env()) {
            variables.put(name(variable), variable);
        }
        if (home != null && ownHome(first, accounts).equals(variables.get("HOME"))) {
            variables.put("HOME", "HOME=" + home); // nobody has chosen it: it was the first user's
        }
        if (options.terminal()) {
            variables.putIfAbsent("TERM", "TERM=xterm");
        }
        for (String variable : options.environment()) {
            if (name(variable).equals(variable)) {
                variables.remove(variable);
            } else {
                variables.put(name(variable), variable);
            }
        }
        return new ArrayList<>(variables.values());
    }

    private static String ownHome(Process first, Accounts accounts) {
        var own = new UserChoice(Long.toString(first.user().uid()), null);
        return "HOME=" + accounts.resolve(own, List.of()).home();
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }
}
