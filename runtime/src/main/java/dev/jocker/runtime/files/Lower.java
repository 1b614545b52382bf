package dev.jocker.runtime.files;

import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the lower directories of an overlay have under a name, all of them taken together. */
final class Lower {
    static final String OPAQUE = "trusted.overlay.opaque";

    /** The directories that are merged, the topmost first. */
    final List<String> directories = new ArrayList<>();
    /** Of what shows; null: nothing is there. */
    FileStatus status;

    /** These directories themselves. */
    Lower(List<String> lowers) throws IOException {
        directories.addAll(lowers);
        status = FileStatus.ofExisting(lowers.getFirst());
    }

    Lower(List<String> lowers, String name) throws IOException {
        for (String lower : lowers) {
            String path = lower + "/" + name;
            FileStatus found = FileStatus.ofExisting(path);
            if (found == null) {
                continue;
            }
            if (!found.isDirectory()) {
                status = status == null && !found.isWhiteout() ? found : status;
                return;
            }
            status = status == null ? found : status;
            directories.add(path);
            if (lowers.size() > 1 && isOpaqueLayer(path)) {
                return;
            }
        }
    }

    private static boolean isOpaqueLayer(String path) throws SyscallException {
        byte[] value = ExtendedAttributes.lgetxattr(path, OPAQUE);
        return value != null && value.length == 1 && value[0] == 'y';
    }
}
