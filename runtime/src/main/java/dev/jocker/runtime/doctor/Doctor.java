package dev.jocker.runtime.doctor;

import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.syscall.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at this host, and says what of Jocker works on it and what to change. */
public final class Doctor {
    private final List<Check> checks;

    private Doctor(List<Check> checks) {
        this.checks = checks;
    }

    /**
     * For this host, and the network namespace of the thread that asks.
     *
     * @param data where images and containers are kept; it need not be there yet
     * @param cache the launcher's ahead-of-time cache; null: it is not looked at
     */
    public static Doctor ofHost(Path data, Path cache) throws IOException {
        HostFiles files = HostFiles.OF_HOST;
        return new Doctor(List.of(
                new KernelCheck(files),
                new ArchitectureCheck(files, Architecture.current(), System.getProperty("os.arch")),
                new RightsCheck(files),
                new NamespacesCheck(files),
                new UserNamespacesCheck(files),
                new OverlayCheck(files, data),
                new DiskCheck(data),
                new CgroupCheck(Hierarchies.ofHost()),
                new SeccompCheck(files),
                new MemoryFilesCheck(files),
                new LinksCheck(),
                new NfTablesCheck(),
                new ForwardingCheck(files),
                new ForwardChainsCheck(files),
                new RouteLocalnetCheck(files),
                new BridgeFilterCheck(files),
                new JavaCheck(Runtime.version().feature(), Path.of(System.getProperty("java.home")), cache)));
    }

    /** All findings, those of one check together. A check that fails itself is a finding. */
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            try {
                findings.addAll(check.look());
            } catch (IOException e) {
                findings.add(Finding.warn(check.name(), "it cannot be looked at: " + e.getMessage(), null));
            }
        }
        return findings;
    }
}
