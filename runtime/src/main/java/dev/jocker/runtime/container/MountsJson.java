package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.options.VolumesFrom;
import dev.jocker.runtime.volume.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Mounts as docker's {@code inspect} shows them. */
final class MountsJson {
    private MountsJson() {}

    /** Each mount. */
    static List<JsonObject> mounts(List<VolumeMount> mounts) {
        List<JsonObject> shown = new ArrayList<>();
        for (VolumeMount mount : mounts) {
            if (mount instanceof VolumeMount.Bind bind) {
                shown.add(bind(bind));
            } else if (mount instanceof VolumeMount.Named volume) {
                shown.add(volume(volume));
            } else {
                shown.add(put(new JsonObject().put("Type", "tmpfs").put("Source", ""), mount, true, ""));
            }
        }
        return shown;
    }

    private static JsonObject bind(VolumeMount.Bind bind) {
        Path source = Path.of(bind.source()).toAbsolutePath().normalize();
        boolean writable = bind.access() == VolumeMount.Access.READ_WRITE;
        var shown = new JsonObject().put("Type", "bind").put("Source", source.toString());
        return put(shown, bind, writable, bind.propagation().word());
    }

    private static JsonObject volume(VolumeMount.Named volume) {
        var shown = new JsonObject()
                .put("Type", "volume")
                .put("Name", volume.name())
                .put("Source", volume.source().toString());
        return put(shown, volume, !volume.readOnly(), "").put("Driver", Volume.DRIVER);
    }

    private static JsonObject put(JsonObject shown, VolumeMount mount, boolean writable, String propagation) {
        return shown.put("Destination", mount.target())
                .put("Mode", writable ? "" : "ro")
                .put("RW", writable)
                .put("Propagation", propagation);
    }

    /** Those that {@code -v} could have asked for, in its words. */
    static List<String> binds(List<VolumeMount> mounts) {
        List<String> binds = new ArrayList<>();
        for (VolumeMount mount : mounts) {
            if (mount instanceof VolumeMount.Bind bind) {
                String line = bind.source().concat(":").concat(bind.target());
                binds.add(bind.access() == VolumeMount.Access.READ_WRITE ? line : line.concat(":ro"));
            } else if (mount instanceof VolumeMount.Named volume
                    && !volume.anonymous()
                    && volume.subpath().isEmpty()) {
                String line = volume.name().concat(":").concat(volume.target());
                binds.add(volume.readOnly() ? line.concat(":ro") : line);
            }
        }
        return binds;
    }

    /** The targets of volumes whose names nobody has chosen, as members; null: there are none. */
    static JsonObject anonymous(List<VolumeMount> mounts) {
        var targets = new JsonObject();
        for (VolumeMount mount : mounts) {
            if (mount instanceof VolumeMount.Named volume && volume.anonymous()) {
                targets.put(volume.target(), new JsonObject());
            }
        }
        return targets.names().isEmpty() ? null : targets;
    }

    /** Other containers, as the user named them. */
    static List<String> volumesFrom(List<VolumesFrom> others) {
        List<String> names = new ArrayList<>();
        for (VolumesFrom other : others) {
            names.add(other.toString());
        }
        return names;
    }
}
