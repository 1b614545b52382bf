package dev.jocker.runtime.oci;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A {@link Spec} as JSON, token by token: what {@link SpecJson} writes but for the blanks, without the databinding that a cold start
 * would pay for. Of a specification with members that only bundles have, it leaves the writing to {@link SpecJson}.
 */
public final class SpecWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private SpecWriter(JsonGenerator json) {
        this.json = json;
    }

    /** The config.json of {@code spec}. */
    public static byte[] write(Spec spec) {
        if (!isPlain(spec)) {
            return SpecJson.write(spec);
        }
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            new SpecWriter(json).spec(spec);
        }
        return bytes.toByteArray();
    }

    private static boolean isPlain(Spec spec) {
        Process process = spec.process();
        Linux linux = spec.linux();
        return process != null
                && spec.hooks() == null
                && process.scheduler() == null
                && process.ioPriority() == null
                && process.execCPUAffinity() == null
                && linux != null
                && linux.netDevices().isEmpty()
                && linux.seccomp() == null
                && linux.personality() == null
                && (linux.resources() == null || isPlain(linux.resources()));
    }

    private static boolean isPlain(Resources resources) {
        return resources.blockIO() == null
                && resources.hugepageLimits().isEmpty()
                && resources.network() == null
                && resources.rdma().isEmpty();
    }

    private void spec(Spec spec) {
        json.writeStartObject();
        text("ociVersion", spec.ociVersion());
        process(spec.process());
        if (spec.root() != null) {
            json.writeObjectPropertyStart("root");
            text("path", spec.root().path());
            flag("readonly", spec.root().readonly());
            json.writeEndObject();
        }
        text("hostname", spec.hostname());
        text("domainname", spec.domainname());
        if (begin("mounts", spec.mounts())) {
            for (Mount mount : spec.mounts()) {
                mount(mount);
            }
            json.writeEndArray();
        }
        texts("annotations", spec.annotations());
        json.writeObjectPropertyStart("linux");
        linux(spec.linux());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void process(Process process) {
        json.writeObjectPropertyStart("process");
        flag("terminal", process.terminal());
        if (process.consoleSize() != null) {
            json.writeObjectPropertyStart("consoleSize");
            json.writeNumberProperty("height", process.consoleSize().height());
            json.writeNumberProperty("width", process.consoleSize().width());
            json.writeEndObject();
        }
        user(process.user());
        texts("args", process.args());
        texts("env", process.env());
        text("cwd", process.cwd());
        if (process.capabilities() != null) {
            json.writeObjectPropertyStart("capabilities");
            texts("bounding", process.capabilities().bounding());
            texts("effective", process.capabilities().effective());
            texts("inheritable", process.capabilities().inheritable());
            texts("permitted", process.capabilities().permitted());
            texts("ambient", process.capabilities().ambient());
            json.writeEndObject();
        }
        if (begin("rlimits", process.rlimits())) {
            for (Rlimit limit : process.rlimits()) {
                json.writeStartObject();
                text("type", limit.type());
                unsigned("hard", limit.hard());
                unsigned("soft", limit.soft());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        flag("noNewPrivileges", process.noNewPrivileges());
        text("apparmorProfile", process.apparmorProfile());
        number("oomScoreAdj", process.oomScoreAdj());
        text("selinuxLabel", process.selinuxLabel());
        json.writeEndObject();
    }

    private void user(User user) {
        json.writeObjectPropertyStart("user");
        json.writeNumberProperty("uid", user.uid());
        json.writeNumberProperty("gid", user.gid());
        number("umask", user.umask());
        if (begin("additionalGids", user.additionalGids())) {
            for (long gid : user.additionalGids()) {
                json.writeNumber(gid);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void mount(Mount mount) {
        json.writeStartObject();
        text("destination", mount.destination());
        text("type", mount.type());
        text("source", mount.source());
        texts("options", mount.options());
        mappings("uidMappings", mount.uidMappings());
        mappings("gidMappings", mount.gidMappings());
        json.writeEndObject();
    }

    private void mappings(String name, List<IdMapping> mappings) {
        if (begin(name, mappings)) {
            for (IdMapping mapping : mappings) {
                json.writeStartObject();
                json.writeNumberProperty("containerID", mapping.containerID());
                json.writeNumberProperty("hostID", mapping.hostID());
                json.writeNumberProperty("size", mapping.size());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private void linux(Linux linux) {
        mappings("uidMappings", linux.uidMappings());
        mappings("gidMappings", linux.gidMappings());
        texts("sysctl", linux.sysctl());
        if (linux.resources() != null) {
            json.writeObjectPropertyStart("resources");
            resources(linux.resources());
            json.writeEndObject();
        }
        text("cgroupsPath", linux.cgroupsPath());
        if (begin("namespaces", linux.namespaces())) {
            for (Namespace namespace : linux.namespaces()) {
                json.writeStartObject();
                text("type", namespace.type().toString());
                text("path", namespace.path());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (begin("devices", linux.devices())) {
            for (Device device : linux.devices()) {
                device(device);
            }
            json.writeEndArray();
        }
        text("rootfsPropagation", linux.rootfsPropagation());
        texts("maskedPaths", linux.maskedPaths());
        texts("readonlyPaths", linux.readonlyPaths());
        text("mountLabel", linux.mountLabel());
        if (!linux.timeOffsets().isEmpty()) {
            json.writeObjectPropertyStart("timeOffsets");
            for (Map.Entry<String, TimeOffset> offset : linux.timeOffsets().entrySet()) {
                json.writeObjectPropertyStart(offset.getKey());
                json.writeNumberProperty("secs", offset.getValue().secs());
                json.writeNumberProperty("nanosecs", offset.getValue().nanosecs());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    private void device(Device device) {
        json.writeStartObject();
        text("path", device.path());
        text("type", device.type());
        json.writeNumberProperty("major", device.major());
        json.writeNumberProperty("minor", device.minor());
        number("fileMode", device.fileMode());
        number("uid", device.uid());
        number("gid", device.gid());
        json.writeEndObject();
    }

    private void resources(Resources resources) {
        if (begin("devices", resources.devices())) {
            for (Resources.DeviceRule rule : resources.devices()) {
                json.writeStartObject();
                json.writeBooleanProperty("allow", rule.allow());
                text("type", rule.type());
                number("major", rule.major());
                number("minor", rule.minor());
                text("access", rule.access());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (resources.memory() != null) {
            json.writeObjectPropertyStart("memory");
            memory(resources.memory());
            json.writeEndObject();
        }
        if (resources.cpu() != null) {
            json.writeObjectPropertyStart("cpu");
            cpu(resources.cpu());
            json.writeEndObject();
        }
        if (resources.pids() != null) {
            json.writeObjectPropertyStart("pids");
            number("limit", resources.pids().limit());
            json.writeEndObject();
        }
        texts("unified", resources.unified());
    }

    private void memory(Resources.Memory memory) {
        number("limit", memory.limit());
        number("reservation", memory.reservation());
        number("swap", memory.swap());
        number("kernel", memory.kernel());
        number("kernelTCP", memory.kernelTCP());
        number("swappiness", memory.swappiness());
        choice("disableOOMKiller", memory.disableOOMKiller());
        choice("useHierarchy", memory.useHierarchy());
        choice("checkBeforeUpdate", memory.checkBeforeUpdate());
    }

    private void cpu(Resources.Cpu cpu) {
        number("shares", cpu.shares());
        number("quota", cpu.quota());
        number("burst", cpu.burst());
        number("period", cpu.period());
        number("realtimeRuntime", cpu.realtimeRuntime());
        number("realtimePeriod", cpu.realtimePeriod());
        text("cpus", cpu.cpus());
        text("mems", cpu.mems());
        number("idle", cpu.idle());
    }

    /** Begins an array unless it is empty. */
    private boolean begin(String name, List<?> list) {
        if (!list.isEmpty()) {
            json.writeArrayPropertyStart(name);
        }
        return !list.isEmpty();
    }

    private void texts(String name, List<String> texts) {
        if (begin(name, texts)) {
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private void texts(String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            json.writeObjectPropertyStart(name);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                json.writeStringProperty(text.getKey(), text.getValue());
            }
            json.writeEndObject();
        }
    }

    private void text(String name, String text) {
        if (text != null && !text.isEmpty()) {
            json.writeStringProperty(name, text);
        }
    }

    private void flag(String name, boolean flag) {
        if (flag) {
            json.writeBooleanProperty(name, true);
        }
    }

    private void choice(String name, Boolean flag) {
        if (flag != null) {
            json.writeBooleanProperty(name, flag);
        }
    }

    private void number(String name, Number number) {
        if (number != null) {
            json.writeNumberProperty(name, number.longValue());
        }
    }

    private void unsigned(String name, long number) {
        json.writeName(name);
        json.writeNumber(Long.toUnsignedString(number));
    }
}
