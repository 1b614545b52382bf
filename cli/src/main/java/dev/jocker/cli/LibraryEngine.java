package dev.jocker.cli;

import dev.jocker.runtime.container.RunOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** The library, as the verbs see it. */
final class LibraryEngine implements Engine {
    @Override
    public int run(RunOptions options, TraceRequest trace) throws IOException {
        throw notConnected();
    }

    @Override
    public void explain(RunOptions options, PrintStream out) throws IOException {
        throw notConnected();
    }

    @Override
    public List<ImageRow> images() throws IOException {
        throw notConnected();
    }

    @Override
    public ImageRow importArchive(InputStream archive, String name) throws IOException {
        throw notConnected();
    }

    @Override
    public List<String> removeImage(String name) throws IOException {
        throw notConnected();
    }

    private static IOException notConnected() {
        return new IOException("not connected yet");
    }
}
