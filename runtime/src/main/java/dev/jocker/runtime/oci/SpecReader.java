package dev.jocker.runtime.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@link SpecWriter} wrote without databinding. Anything else, a member that it does not know or a value of another kind,
 * it leaves to {@link SpecJson}, which is slower and says what is wrong.
 */
public final class SpecReader {
    private SpecReader() {}

    /**
     * Reads a config.json.
     *
     * @throws InvalidSpecException if it is no JSON, or a member has the wrong form
     */
    public static Spec read(byte[] bytes) {
        try {
            return spec(JsonObject.read(bytes, "config.json"));
        } catch (IOException | Unknown e) {
            return SpecJson.readSpec(bytes);
        }
    }

    /** Something that the writer does not write. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Unknown() {
            super(null, null, false, false);
        }
    }

    private static Spec spec(JsonObject spec) {
        only(spec, "ociVersion", "process", "root", "hostname", "domainname", "mounts", "annotations", "linux");
        JsonObject root = object(spec, "root");
        if (root != null) {
            only(root, "path", "readonly");
        }
        List<Mount> mounts = new ArrayList<>();
        for (JsonObject mount : objects(spec, "mounts")) {
            only(mount, "destination", "type", "source", "options", "uidMappings", "gidMappings");
            mounts.add(new Mount(
                    text(mount, "destination"),
                    text(mount, "type"),
                    text(mount, "source"),
                    texts(mount, "options"),
                    mappings(mount, "uidMappings"),
                    mappings(mount, "gidMappings")));
        }
        return new Spec(
                text(spec, "ociVersion"),
                process(object(spec, "process")),
                root == null ? null : new Root(text(root, "path"), flag(root, "readonly")),
                text(spec, "hostname"),
                text(spec, "domainname"),
                mounts,
                null,
                textMap(spec, "annotations"),
                linux(object(spec, "linux")));
    }

    private static Process process(JsonObject process) {
        if (process == null) {
            return null;
        }
        only(
                process,
                "terminal",
                "consoleSize",
                "user",
                "args",
                "env",
                "cwd",
                "capabilities",
                "rlimits",
                "noNewPrivileges",
                "apparmorProfile",
                "oomScoreAdj",
                "selinuxLabel");
        JsonObject size = object(process, "consoleSize");
        List<Rlimit> rlimits = new ArrayList<>();
        for (JsonObject limit : objects(process, "rlimits")) {
            only(limit, "type", "hard", "soft");
            rlimits.add(new Rlimit(text(limit, "type"), unsigned(limit, "hard"), unsigned(limit, "soft")));
        }
        return new Process(
                flag(process, "terminal"),
                size == null
                        ? null
                        : new Process.ConsoleSize((int) number(size, "height"), (int) number(size, "width")),
                user(object(process, "user")),
                texts(process, "args"),
                texts(process, "env"),
                text(process, "cwd"),
                capabilities(object(process, "capabilities")),
                rlimits,
                flag(process, "noNewPrivileges"),
                text(process, "apparmorProfile"),
                integer(process, "oomScoreAdj"),
                null,
                text(process, "selinuxLabel"),
                null,
                null);
    }

    private static User user(JsonObject user) {
        if (user == null) {
            return null;
        }
        only(user, "uid", "gid", "umask", "additionalGids");
        List<Long> gids = new ArrayList<>();
        for (Object gid : list(user, "additionalGids")) {
            gids.add(number(gid));
        }
        return new User(number(user, "uid"), number(user, "gid"), integer(user, "umask"), gids);
    }

    private static Capabilities capabilities(JsonObject sets) {
        if (sets == null) {
            return null;
        }
        only(sets, "bounding", "effective", "inheritable", "permitted", "ambient");
        return new Capabilities(
                texts(sets, "bounding"),
                texts(sets, "effective"),
                texts(sets, "inheritable"),
                texts(sets, "permitted"),
                texts(sets, "ambient"));
    }

    private static List<IdMapping> mappings(JsonObject of, String name) {
        List<IdMapping> mappings = new ArrayList<>();
        for (JsonObject mapping : objects(of, name)) {
            only(mapping, "containerID", "hostID", "size");
            mappings.add(
                    new IdMapping(number(mapping, "containerID"), number(mapping, "hostID"), number(mapping, "size")));
        }
        return mappings;
    }

    private static Linux linux(JsonObject linux) {
        if (linux == null) {
            return null;
        }
        only(
                linux,
                "uidMappings",
                "gidMappings",
                "sysctl",
                "resources",
                "cgroupsPath",
                "namespaces",
                "devices",
                "rootfsPropagation",
                "maskedPaths",
                "readonlyPaths",
                "mountLabel",
                "timeOffsets");
        return new Linux(
                mappings(linux, "uidMappings"),
                mappings(linux, "gidMappings"),
                textMap(linux, "sysctl"),
                resources(object(linux, "resources")),
                text(linux, "cgroupsPath"),
                namespaces(linux),
                devices(linux),
                Map.of(),
                null,
                text(linux, "rootfsPropagation"),
                texts(linux, "maskedPaths"),
                texts(linux, "readonlyPaths"),
                text(linux, "mountLabel"),
                null,
                timeOffsets(object(linux, "timeOffsets")));
    }

    private static List<Namespace> namespaces(JsonObject linux) {
        List<Namespace> namespaces = new ArrayList<>();
        for (JsonObject namespace : objects(linux, "namespaces")) {
            only(namespace, "type", "path");
            namespaces.add(new Namespace(kind(text(namespace, "type")), text(namespace, "path")));
        }
        return namespaces;
    }

    private static Namespace.Type kind(String word) {
        for (Namespace.Type type : Namespace.Type.values()) {
            if (type.toString().equals(word)) {
                return type;
            }
        }
        throw new Unknown();
    }

    private static List<Device> devices(JsonObject linux) {
        List<Device> devices = new ArrayList<>();
        for (JsonObject device : objects(linux, "devices")) {
            only(device, "path", "type", "major", "minor", "fileMode", "uid", "gid");
            devices.add(new Device(
                    text(device, "path"),
                    text(device, "type"),
                    number(device, "major"),
                    number(device, "minor"),
                    integer(device, "fileMode"),
                    maybe(device, "uid"),
                    maybe(device, "gid")));
        }
        return devices;
    }

    private static Map<String, TimeOffset> timeOffsets(JsonObject offsets) {
        Map<String, TimeOffset> read = new LinkedHashMap<>();
        if (offsets != null) {
            for (String name : offsets.names()) {
                JsonObject offset = object(offsets, name);
                only(offset, "secs", "nanosecs");
                read.put(name, new TimeOffset(number(offset, "secs"), number(offset, "nanosecs")));
            }
        }
        return read;
    }

    private static Resources resources(JsonObject resources) {
        if (resources == null) {
            return null;
        }
        only(resources, "devices", "memory", "cpu", "pids", "unified");
        List<Resources.DeviceRule> rules = new ArrayList<>();
        for (JsonObject rule : objects(resources, "devices")) {
            only(rule, "allow", "type", "major", "minor", "access");
            rules.add(new Resources.DeviceRule(
                    flag(rule, "allow"),
                    text(rule, "type"),
                    maybe(rule, "major"),
                    maybe(rule, "minor"),
                    text(rule, "access")));
        }
        JsonObject pids = object(resources, "pids");
        return new Resources(
                rules,
                memory(object(resources, "memory")),
                cpu(object(resources, "cpu")),
                pids == null ? null : new Resources.Pids(maybe(pids, "limit")),
                null,
                List.of(),
                null,
                Map.of(),
                textMap(resources, "unified"));
    }

    private static Resources.Memory memory(JsonObject memory) {
        if (memory == null) {
            return null;
        }
        only(
                memory,
                "limit",
                "reservation",
                "swap",
                "kernel",
                "kernelTCP",
                "swappiness",
                "disableOOMKiller",
                "useHierarchy",
                "checkBeforeUpdate");
        return new Resources.Memory(
                maybe(memory, "limit"),
                maybe(memory, "reservation"),
                maybe(memory, "swap"),
                maybe(memory, "kernel"),
                maybe(memory, "kernelTCP"),
                maybe(memory, "swappiness"),
                choice(memory, "disableOOMKiller"),
                choice(memory, "useHierarchy"),
                choice(memory, "checkBeforeUpdate"));
    }

    private static Resources.Cpu cpu(JsonObject cpu) {
        if (cpu == null) {
            return null;
        }
        only(cpu, "shares", "quota", "burst", "period", "realtimeRuntime", "realtimePeriod", "cpus", "mems", "idle");
        return new Resources.Cpu(
                maybe(cpu, "shares"),
                maybe(cpu, "quota"),
                maybe(cpu, "burst"),
                maybe(cpu, "period"),
                maybe(cpu, "realtimeRuntime"),
                maybe(cpu, "realtimePeriod"),
                text(cpu, "cpus"),
                text(cpu, "mems"),
                maybe(cpu, "idle"));
    }

    private static void only(JsonObject object, String... known) {
        for (String name : object.names()) {
            boolean found = false;
            for (String each : known) {
                found |= each.equals(name);
            }
            if (!found) {
                throw new Unknown();
            }
        }
    }

    private static <T> T of(Class<T> kind, Object value) {
        if (value != null && !kind.isInstance(value)) {
            throw new Unknown();
        }
        return kind.cast(value);
    }

    private static JsonObject object(JsonObject of, String name) {
        return of(JsonObject.class, of.value(name));
    }

    private static List<?> list(JsonObject of, String name) {
        List<?> list = of(List.class, of.value(name));
        return list == null ? List.of() : list;
    }

    private static List<JsonObject> objects(JsonObject of, String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(of, name)) {
            if (element == null) {
                throw new Unknown();
            }
            objects.add(of(JsonObject.class, element));
        }
        return objects;
    }

    private static List<String> texts(JsonObject of, String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(of, name)) {
            if (element == null) {
                throw new Unknown();
            }
            texts.add(of(String.class, element));
        }
        return texts;
    }

    private static Map<String, String> textMap(JsonObject of, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonObject map = object(of, name);
        if (map != null) {
            for (String key : map.names()) {
                texts.put(key, text(map, key));
            }
        }
        return texts;
    }

    private static String text(JsonObject of, String name) {
        return of(String.class, of.value(name));
    }

    private static boolean flag(JsonObject of, String name) {
        Boolean flag = choice(of, name);
        return flag != null && flag;
    }

    private static Boolean choice(JsonObject of, String name) {
        return of(Boolean.class, of.value(name));
    }

    private static long number(JsonObject of, String name) {
        return of.has(name) ? number(of.value(name)) : 0;
    }

    private static long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new Unknown();
    }

    private static Long maybe(JsonObject of, String name) {
        return of(Long.class, of.value(name));
    }

    private static Integer integer(JsonObject of, String name) {
        Long number = maybe(of, name);
        if (number != null && number != number.intValue()) {
            throw new Unknown();
        }
        return number == null ? null : number.intValue();
    }

    /** The limits are unsigned: no limit is 18446744073709551615. */
    private static long unsigned(JsonObject of, String name) {
        Object value = of.value(name);
        if (value instanceof java.math.BigInteger number && number.signum() > 0 && number.bitLength() <= 64) {
            return number.longValue();
        }
        return value == null ? 0 : number(value);
    }
}
