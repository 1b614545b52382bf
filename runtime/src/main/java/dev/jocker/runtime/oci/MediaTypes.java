package dev.jocker.runtime.oci;

/** What the parts of images are called, by the OCI image specification and by docker before it. */
public final class MediaTypes {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    public static final String LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
    public static final String LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

    private MediaTypes() {}

    /** Whether it lists manifests, one for each platform. */
    public static boolean isIndex(String type) {
        return INDEX.equals(type) || DOCKER_LIST.equals(type);
    }

    /** Whether it is an image's own. */
    public static boolean isManifest(String type) {
        return MANIFEST.equals(type) || DOCKER_MANIFEST.equals(type);
    }

    /** What the OCI image specification calls a packed layer that docker may have called otherwise. */
    public static String ofLayer(String type) {
        if (!type.startsWith("application/vnd.docker.")) {
            return type;
        }
        return type.endsWith("gzip") ? LAYER_GZIP : type.endsWith("zstd") ? LAYER_ZSTD : LAYER;
    }

    /** Whether it says how a container is to be run: manifests are used for charts, signatures and the like, too. */
    public static boolean isConfig(String type) {
        return CONFIG.equals(type) || DOCKER_CONFIG.equals(type);
    }
}
