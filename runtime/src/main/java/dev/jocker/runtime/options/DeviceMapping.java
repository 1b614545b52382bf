package dev.jocker.runtime.options;

/**
 * A device of the host that the container gets ({@code --device}).
 *
 * @param source absolute path on the host, of a node or of a directory of nodes
 * @param target absolute path in the container
 * @param permissions what the device cgroup allows: some of r (read), w (write), m (mknod)
 */
public record DeviceMapping(String source, String target, String permissions) {

    /**
     * Reads {@code host[:container][:rwm]}.
     *
     * @throws IllegalArgumentException if a path is not absolute or the permissions are not of r, w, m
     */
    public static DeviceMapping parse(String value) {
        String[] parts = value.split(":", -1);
        String target = parts[0];
        String permissions = "rwm";
        if (parts.length == 2 && arePermissions(parts[1])) {
            permissions = parts[1];
        } else if (parts.length >= 2) {
            target = parts[1];
        }
        if (parts.length == 3) {
            permissions = parts[2];
        }
        if (parts.length > 3 || !parts[0].startsWith("/") || !target.startsWith("/") || !arePermissions(permissions)) {
            throw BadOption.value("--device", value, "expected HOST[:CONTAINER][:rwm] with absolute paths");
        }
        return new DeviceMapping(parts[0], VolumeMount.clean(target), permissions);
    }

    private static boolean arePermissions(String word) {
        boolean[] seen = new boolean[3];
        for (int i = 0; i < word.length(); i++) {
            int which = "rwm".indexOf(word.charAt(i));
            if (which < 0 || seen[which]) {
                return false;
            }
            seen[which] = true;
        }
        return !word.isEmpty();
    }
}
