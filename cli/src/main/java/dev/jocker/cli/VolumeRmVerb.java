package dev.jocker.cli;

import java.io.IOException;

/** {@code jocker volume rm [OPTIONS] VOLUME...}. */
final class VolumeRmVerb extends NamedRmVerb {
    VolumeRmVerb() {
        super(Command.VOLUME_RM, "[OPTIONS] VOLUME...", "it takes the name of a volume, or several");
    }

    @Override
    void remove(Engine engine, String reference) throws IOException {
        engine.volumes().remove(reference);
    }
}
