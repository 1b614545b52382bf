package dev.jocker.runtime.image;

import dev.jocker.runtime.image.ImageJson.Document;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Finds the images that are here, and changes nothing: what {@link References} leads to, by names, by ids and by what ids begin with. */
final class Lookup {
    private static final int DIGITS = 64;

    private final DataRoot data;
    private final Contents contents;

    Lookup(DataRoot data, Contents contents) {
        this.data = data;
        this.contents = contents;
    }

    /** The newest first. */
    List<Image> list() throws IOException {
        References references = References.read(data.index());
        List<Image> images = new ArrayList<>();
        for (String id : references.ids()) {
            Image image;
            try {
                image = read(id, references);
            } catch (DamagedImageException e) {
                var unknown = new Document(null, new Platform("", "", null), List.of(), ImageConfig.EMPTY);
                image = image(id, unknown, references);
            }
            if (image != null) {
                images.add(image);
            }
        }
        images.sort((a, b) -> instant(b).compareTo(instant(a)));
        return images;
    }

    /** What is wrong with images. */
    List<DamagedImageException> damaged() throws IOException {
        References references = References.read(data.index());
        List<DamagedImageException> damaged = new ArrayList<>();
        for (String id : references.ids()) {
            try {
                read(id, references);
            } catch (DamagedImageException e) {
                damaged.add(e);
            }
        }
        return damaged;
    }

    /** Null if there is none. */
    Image find(ImageReference reference) throws IOException {
        References references = References.read(data.index());
        References.Entry entry = references.get(reference);
        return entry == null ? null : read(entry.id(), references);
    }

    /** Null if there is none. */
    Image find(String nameOrId) throws IOException {
        References references = References.read(data.index());
        String id = resolve(nameOrId, references);
        return id == null ? null : read(id, references);
    }

    /** How an image with that {@code configuration} came to be, the last step first. */
    List<ImageStore.Step> history(Image image, ImageConfiguration configuration) throws IOException {
        Iterator<String> layers = image.diffIds().iterator();
        List<ImageStore.Step> steps = new ArrayList<>();
        for (ImageConfiguration.History step : configuration.history()) {
            boolean made = !step.emptyLayer() && layers.hasNext();
            steps.add(new ImageStore.Step(step, made ? contents.size(layers.next()) : 0));
        }
        while (layers.hasNext()) {
            var unknown = new ImageConfiguration.History(null, null, null, null, false);
            steps.add(new ImageStore.Step(unknown, contents.size(layers.next())));
        }
        Collections.reverse(steps);
        return steps;
    }

    /** The id of the image that is meant; null if there is none. */
    static String resolve(String nameOrId, References references) {
        String id = byName(nameOrId, references);
        String digits = Digests.isDigest(nameOrId) || nameOrId.startsWith("sha256:") ? nameOrId.substring(7) : nameOrId;
        if (id != null || digits.length() > DIGITS || !Digests.isHexadecimal(digits)) {
            return id;
        }
        for (String each : references.ids()) {
            if (Digests.digits(each).startsWith(digits)) {
                if (id != null) {
                    throw new ImageException.Ambiguous(nameOrId);
                }
                id = each;
            }
        }
        return id;
    }

    /** Null if it is no name, or nobody's. */
    static String byName(String text, References references) {
        References.Entry entry = isId(text) ? null : references.get(ImageReference.parse(text));
        return entry == null ? null : entry.id();
    }

    /** Whether it can be no name. */
    static boolean isId(String text) {
        return text.startsWith("sha256:") || (text.length() == DIGITS && Digests.isHexadecimal(text));
    }

    /** Null if it is not here (any more). */
    Image read(String id, References references) throws IOException {
        Document document;
        try {
            document = contents.document(id);
        } catch (IOException e) {
            throw new DamagedImageException(id, references.names(id), data.blob(id), e);
        }
        return document == null ? null : image(id, document, references);
    }

    private Image image(String id, Document document, References references) throws IOException {
        List<Path> layers = new ArrayList<>();
        long size = 0;
        for (String diffId : document.diffIds()) {
            layers.add(data.layer(diffId));
            size += contents.size(diffId);
        }
        if (contents.hasLayer(id)) {
            layers.add(data.layer(id));
        }
        Collections.reverse(layers);
        return new Image(
                id,
                references.names(id),
                references.digests(id),
                document.created(),
                size,
                document.platform(),
                document.diffIds(),
                layers,
                document.config(),
                document.onHost());
    }

    private static Instant instant(Image image) {
        return image.created() == null ? Instant.EPOCH : image.created();
    }
}
