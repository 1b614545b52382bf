package dev.jocker.runtime.registry;

/** A manifest, or an index, as it came. No record, for its bytes are an array. */
public final class RegistryDocument {
    private final String mediaType;
    private final String digest;
    private final byte[] bytes;

    RegistryDocument(String mediaType, String digest, byte[] bytes) {
        this.mediaType = mediaType;
        this.digest = digest;
        this.bytes = bytes;
    }

    /** What it says, or else the registry says, that it is. */
    public String mediaType() {
        return mediaType;
    }

    /** Of the bytes. */
    public String digest() {
        return digest;
    }

    /** All of it; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }
}
