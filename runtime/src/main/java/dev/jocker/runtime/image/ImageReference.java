package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.oci.Digests;

/**
 * The name of an image as docker has it: {@code [registry/]name[:tag][@digest]}.
 *
 * @param registry where it comes from: {@code docker.io} unless said
 * @param repository the name there: {@code library/debian}
 * @param tag {@code latest} unless a tag or a digest is given; null with a digest alone
 * @param digest {@code sha256:…}; null if none is given
 */
public record ImageReference(String registry, String repository, String tag, String digest) {
    private static final String DOCKER = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final String LATEST = "latest";
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TAG = 128;
    private static final int SHA256_DIGITS = 64;

    /**
     * Reads a reference.
     *
     * @throws ImageException.InvalidReference if it is none; the message says why
     */
    public static ImageReference parse(String text) {
        String rest = text;
        String digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = rest.substring(at + 1);
            rest = rest.substring(0, at);
            checkDigest(text, digest);
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon >= 0 && rest.indexOf('/', colon) < 0) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            checkTag(text, tag);
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        boolean named = isRegistry(first);
        String registry = named ? first : DOCKER;
        String repository = named ? rest.substring(slash + 1) : rest;
        if (registry.equals("index.docker.io")) {
            registry = DOCKER;
        }
        checkRegistry(text, registry);
        checkRepository(text, repository);
        if (registry.equals(DOCKER) && repository.indexOf('/') < 0) {
            repository = OFFICIAL.concat(repository);
        }
        return new ImageReference(registry, repository, tag == null && digest == null ? LATEST : tag, digest);
    }

    /**
     * Whether an image may get the name.
     *
     * @throws ImageException.InvalidReference if it has a meaning already: {@code host} is this machine, {@code scratch} is nothing
     */
    void requireFree() {
        String name = familiarName();
        if (name.equals(HostImage.NAME) || name.equals("scratch")) {
            throw new ImageException.InvalidReference(familiar(), "\"" + name + "\" is a reserved name");
        }
    }

    /** As short as it may be written, the way lists show it: {@code debian:latest}. */
    public String familiar() {
        return familiarName() + suffix();
    }

    /** The same without tag and digest: {@code debian}. */
    public String familiarName() {
        if (!registry.equals(DOCKER)) {
            return registry + "/" + repository;
        }
        boolean official = repository.startsWith(OFFICIAL) && repository.indexOf('/', OFFICIAL.length()) < 0;
        return official ? repository.substring(OFFICIAL.length()) : repository;
    }

    /** The registry and the name there, in full: {@code docker.io/library/debian}. */
    public String name() {
        return registry + "/" + repository;
    }

    /**
     * This, as a name that somebody gives an image.
     *
     * @throws ImageException.InvalidReference if it is a digest, or would be taken for one: {@code sha256:abc}; or if it has a meaning
     *     already
     */
    public ImageReference chosen() {
        if (digest != null) {
            throw invalid(familiar(), "a digest cannot be chosen");
        }
        if (familiarName().equals("sha256")) {
            throw invalid(familiar(), "it would be taken for a digest");
        }
        requireFree();
        return this;
    }

    /** The same name, with this digest and nothing else. */
    public ImageReference withDigest(String other) {
        return new ImageReference(registry, repository, null, other);
    }

    /** In full: {@code docker.io/library/debian:latest}. What {@link #parse} makes of it is equal to this. */
    @Override
    public String toString() {
        return name() + suffix();
    }

    private String suffix() {
        return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    private static boolean isRegistry(String first) {
        if (first.equals("localhost") || first.indexOf('.') >= 0 || first.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < first.length(); i++) {
            if (first.charAt(i) >= 'A' && first.charAt(i) <= 'Z') {
                return true;
            }
        }
        return false;
    }

    private static void checkRegistry(String text, String registry) {
        int colon = registry.startsWith("[") ? registry.indexOf(':', registry.indexOf(']') + 1) : registry.indexOf(':');
        String host = colon < 0 ? registry : registry.substring(0, colon);
        boolean good = !host.isEmpty() && !host.startsWith("-") && !host.endsWith("-");
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean inside = i > 0 && i < host.length() - 1 && host.charAt(i - 1) != '.';
            good &= isLetterOrDigit(c)
                    || c == '-'
                    || (c == '.' && inside)
                    || (host.startsWith("[") && "[]:".indexOf(c) >= 0);
        }
        for (int i = colon + 1; colon >= 0 && i < registry.length(); i++) {
            good &= isDigit(registry.charAt(i));
        }
        if (!good || (colon >= 0 && colon == registry.length() - 1)) {
            throw invalid(text, "the registry \"" + registry + "\" is not host[:port]");
        }
    }

    private static void checkRepository(String text, String repository) {
        if (repository.length() > LONGEST_NAME) {
            throw invalid(text, "its name is longer than " + LONGEST_NAME + " characters");
        }
        if (repository.length() == SHA256_DIGITS && Digests.isHexadecimal(repository)) {
            throw invalid(text, "64 hexadecimal digits are the id of an image, not a name");
        }
        int start = 0;
        while (start <= repository.length()) {
            int slash = repository.indexOf('/', start);
            int end = slash < 0 ? repository.length() : slash;
            checkComponent(text, repository.substring(start, end));
            start = end + 1;
        }
    }

    /** Letters and digits, in between one dot, one or two underscores, or any number of dashes. */
    private static void checkComponent(String text, String component) {
        if (component.isEmpty()) {
            throw invalid(text, "a part of its name is empty");
        }
        int i = 0;
        while (i < component.length()) {
            int start = i;
            char c = component.charAt(i);
            while (i < component.length() && component.charAt(i) == c && (c == '.' || c == '_' || c == '-')) {
                i++;
            }
            int separators = i - start;
            boolean edge = separators > 0 && (start == 0 || i == component.length());
            boolean tooMany = separators > 1 && (c == '.' || (c == '_' && separators > 2));
            boolean mixed = separators > 0 && i < component.length() && ".-_".indexOf(component.charAt(i)) >= 0;
            if (edge || tooMany || mixed) {
                throw invalid(text, "\"" + component + "\" may have . _ __ or - only between letters and digits");
            }
            if (separators == 0) {
                if (c >= 'A' && c <= 'Z') {
                    throw invalid(text, "names of images are in lower case");
                }
                if (!isLetterOrDigit(c)) {
                    throw invalid(text, "a name cannot hold '" + ArchiveException.shown(String.valueOf(c)) + "'");
                }
                i++;
            }
        }
    }

    private static void checkTag(String text, String tag) {
        boolean good = !tag.isEmpty() && tag.length() <= LONGEST_TAG && tag.charAt(0) != '.' && tag.charAt(0) != '-';
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            good &= isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
        }
        if (!good) {
            throw invalid(text, "a tag is 1 to 128 letters, digits, _ . -, and does not begin with . or -");
        }
    }

    private static void checkDigest(String text, String digest) {
        if (!Digests.isDigest(digest)) {
            throw invalid(text, "a digest is sha256: and 64 hexadecimal digits");
        }
    }

    private static ImageException.InvalidReference invalid(String text, String why) {
        return new ImageException.InvalidReference(ArchiveException.shown(text), why);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
