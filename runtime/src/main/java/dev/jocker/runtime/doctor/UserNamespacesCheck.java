package dev.jocker.runtime.doctor;

import dev.jocker.runtime.program.IdleProcess;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether user namespaces can be made: by us, which is tried, and by users, whom distributions keep from it in several ways. */
record UserNamespacesCheck(HostFiles files) implements Check {
    private static final String NOT_FOR_USERS =
            "Only root can have user namespaces then, which is enough for --userns auto. For others: ";

    @Override
    public String name() {
        return "user namespaces";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (var made = IdleProcess.start(Flags.of(CloneFlag.CLONE_NEWUSER))) {
            findings.add(Finding.ok(name(), "process " + made.pid() + " had one, to see whether that works"));
        } catch (IOException e) {
            findings.add(
                    Finding.warn(
                            name(),
                            "none can be made: " + e.getMessage(),
                            "--userns auto and ns unshare -U are refused: see user.max_user_namespaces, and whether this is a chroot"));
        }
        addUsers(findings);
        return findings;
    }

    /** Debian's patch, Ubuntu's rule for AppArmor. */
    void addUsers(List<Finding> findings) throws IOException {
        addIf(findings, "kernel.unprivileged_userns_clone", "0", "1");
        addIf(findings, "kernel.apparmor_restrict_unprivileged_userns", "1", "0");
    }

    private void addIf(List<Finding> findings, String parameter, String forbidding, String allowing)
            throws IOException {
        if (forbidding.equals(files.parameter(parameter))) {
            findings.add(Finding.warn(
                    name(),
                    parameter + " is " + forbidding,
                    NOT_FOR_USERS + "sysctl -w " + parameter + "=" + allowing));
        }
    }
}
