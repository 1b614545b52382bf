package dev.jocker.runtime.oci;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a {@link Spec} holds together, as far as can be told without looking at the host. */
public final class SpecCheck {
    private static final List<String> PROPAGATIONS =
            List.of("shared", "slave", "private", "unbindable", "rshared", "rslave", "rprivate", "runbindable");

    private final List<String> problems = new ArrayList<>();

    private SpecCheck() {}

    /**
     * What is wrong, each in one line that begins with the member: {@code process.cwd: …}. Empty if nothing is.
     *
     * @param spec as it was read
     */
    public static List<String> problems(Spec spec) {
        SpecCheck check = new SpecCheck();
        check.spec(spec);
        return List.copyOf(check.problems);
    }

    /**
     * Refuses a specification that does not hold together.
     *
     * @throws InvalidSpecException with the first problem
     */
    public static void check(Spec spec) {
        List<String> problems = problems(spec);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems.get(0));
        }
    }

    private void spec(Spec spec) {
        need(
                spec.ociVersion() != null && spec.ociVersion().startsWith("1."),
                "ociVersion",
                "must be 1.x.y, is " + spec.ociVersion());
        if (spec.root() == null
                || spec.root().path() == null
                || spec.root().path().isEmpty()) {
            problems.add("root.path: is missing");
        }
        if (spec.process() != null) {
            process(spec.process());
        }
        for (int i = 0; i < spec.mounts().size(); i++) {
            Mount mount = spec.mounts().get(i);
            absolute("mounts[" + i + "].destination", mount.destination());
        }
        if (spec.linux() == null) {
            need(spec.hostname() == null, "hostname", "needs a new UTS namespace");
        } else {
            linux(spec, spec.linux());
        }
        if (spec.hooks() != null) {
            hooks(spec.hooks());
        }
    }

    private void process(Process process) {
        absolute("process.cwd", process.cwd());
        need(!process.args().isEmpty(), "process.args", "must name a program");
        for (int i = 0; i < process.env().size(); i++) {
            need(process.env().get(i).indexOf('=') > 0, "process.env[" + i + "]", "must be NAME=VALUE");
        }
        id("process.user.uid", process.user().uid());
        id("process.user.gid", process.user().gid());
        for (int i = 0; i < process.user().additionalGids().size(); i++) {
            id(
                    "process.user.additionalGids[" + i + "]",
                    process.user().additionalGids().get(i));
        }
        Integer score = process.oomScoreAdj();
        need(
                score == null || score >= -1000 && score <= 1000,
                "process.oomScoreAdj",
                "must be from -1000 to 1000, is " + score);
        rlimits(process.rlimits());
        if (process.capabilities() != null) {
            capabilities("bounding", process.capabilities().bounding());
            capabilities("effective", process.capabilities().effective());
            capabilities("inheritable", process.capabilities().inheritable());
            capabilities("permitted", process.capabilities().permitted());
            capabilities("ambient", process.capabilities().ambient());
        }
    }

    private void rlimits(List<Rlimit> rlimits) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < rlimits.size(); i++) {
            Rlimit limit = rlimits.get(i);
            String member = "process.rlimits[" + i + "]";
            need(
                    limit.type() != null && limit.type().startsWith("RLIMIT_"),
                    member + ".type",
                    "must be an RLIMIT_ name, is " + limit.type());
            need(!seen.contains(limit.type()), member + ".type", limit.type() + " is there twice");
            need(
                    Long.compareUnsigned(limit.soft(), limit.hard()) <= 0,
                    member,
                    "the soft limit is above the hard limit");
            seen.add(limit.type());
        }
    }

    private void capabilities(String set, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            need(
                    names.get(i).startsWith("CAP_"),
                    "process.capabilities." + set + "[" + i + "]",
                    "must be a CAP_ name, is " + names.get(i));
        }
    }

    private void linux(Spec spec, Linux linux) {
        namespaces(linux);
        boolean uts = linux.namespace(Namespace.Type.UTS) != null;
        need(spec.hostname() == null || uts, "hostname", "needs a UTS namespace in linux.namespaces");
        need(spec.domainname() == null || uts, "domainname", "needs a UTS namespace in linux.namespaces");
        boolean mapped = !linux.uidMappings().isEmpty() || !linux.gidMappings().isEmpty();
        need(
                !mapped || linux.namespace(Namespace.Type.USER) != null,
                "linux.uidMappings",
                "need a user namespace in linux.namespaces");
        mappings("linux.uidMappings", linux.uidMappings());
        mappings("linux.gidMappings", linux.gidMappings());
        need(
                linux.timeOffsets().isEmpty() || linux.namespace(Namespace.Type.TIME) != null,
                "linux.timeOffsets",
                "need a time namespace in linux.namespaces");
        for (String clock : linux.timeOffsets().keySet()) {
            need(
                    clock.equals("monotonic") || clock.equals("boottime"),
                    "linux.timeOffsets." + clock,
                    "no such clock; there are monotonic and boottime");
        }
        String propagation = linux.rootfsPropagation();
        need(
                propagation == null || PROPAGATIONS.contains(propagation),
                "linux.rootfsPropagation",
                "must be one of " + String.join(", ", PROPAGATIONS));
        for (int i = 0; i < linux.maskedPaths().size(); i++) {
            absolute("linux.maskedPaths[" + i + "]", linux.maskedPaths().get(i));
        }
        for (int i = 0; i < linux.readonlyPaths().size(); i++) {
            absolute("linux.readonlyPaths[" + i + "]", linux.readonlyPaths().get(i));
        }
        devices(linux.devices());
    }

    private void namespaces(Linux linux) {
        Set<Namespace.Type> seen = EnumSet.noneOf(Namespace.Type.class);
        for (int i = 0; i < linux.namespaces().size(); i++) {
            Namespace namespace = linux.namespaces().get(i);
            String member = "linux.namespaces[" + i + "]";
            if (namespace.type() == null) {
                problems.add(member + ".type: is missing");
                continue;
            }
            need(seen.add(namespace.type()), member + ".type", namespace.type() + " is there twice");
            if (namespace.path() != null) {
                absolute(member + ".path", namespace.path());
            }
        }
    }

    private void mappings(String member, List<IdMapping> mappings) {
        for (int i = 0; i < mappings.size(); i++) {
            IdMapping mapping = mappings.get(i);
            id(member + "[" + i + "].containerID", mapping.containerID());
            id(member + "[" + i + "].hostID", mapping.hostID());
            need(mapping.size() > 0, member + "[" + i + "].size", "must be at least 1, is " + mapping.size());
        }
    }

    private void devices(List<Device> devices) {
        for (int i = 0; i < devices.size(); i++) {
            String member = "linux.devices[" + i + "]";
            absolute(member + ".path", devices.get(i).path());
            String type = devices.get(i).type();
            need(
                    type != null && type.length() == 1 && "cbup".contains(type),
                    member + ".type",
                    "must be c, b, u or p, is " + type);
        }
    }

    private void hooks(Hooks hooks) {
        hooks("prestart", hooks.prestart());
        hooks("createRuntime", hooks.createRuntime());
        hooks("createContainer", hooks.createContainer());
        hooks("startContainer", hooks.startContainer());
        hooks("poststart", hooks.poststart());
        hooks("poststop", hooks.poststop());
    }

    private void hooks(String point, List<Hooks.Hook> hooks) {
        for (int i = 0; i < hooks.size(); i++) {
            String member = "hooks." + point + "[" + i + "]";
            absolute(member + ".path", hooks.get(i).path());
            Integer timeout = hooks.get(i).timeout();
            need(timeout == null || timeout > 0, member + ".timeout", "must be above 0, is " + timeout);
        }
    }

    private void absolute(String member, String path) {
        if (path == null || path.isEmpty()) {
            problems.add(member + ": is missing");
        } else if (!path.startsWith("/")) {
            problems.add(member + ": must be an absolute path, is " + path);
        }
    }

    /** 4294967295 is (uid_t) -1, which the kernel takes for "unchanged". */
    private void id(String member, long id) {
        need(id >= 0 && id < 0xffff_ffffL, member, "must be from 0 to 4294967294, is " + id);
    }

    private void need(boolean holds, String member, String otherwise) {
        if (!holds) {
            problems.add(member + ": " + otherwise);
        }
    }
}
