package dev.jocker.runtime.build;

import dev.jocker.runtime.image.RootEntry;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.registry.RemoteFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Carries one COPY or ADD out. */
final class CopyStep {
    private static final int LARGEST_MODE = 07777;
    private static final int OCTAL = 8;

    private final StageBuild stage;
    private final Statement statement;
    private final Instruction.Copy copy;
    private final FileSet files;

    CopyStep(StageBuild stage, Statement statement, Instruction.Copy copy) throws IOException {
        this.stage = stage;
        this.statement = statement;
        this.copy = copy;
        this.files = new Sources(stage, statement).of(expanded(copy.flags().from()));
    }

    /** A path or a pattern of the Dockerfile's, and what it has come to; {@code path} is that of a text or an address, too. */
    private record Found(String path, boolean remote, Heredoc text) {}

    void run() throws IOException {
        RootView view = stage.view();
        Copying.Ownership ownership = ownership(view);
        String word = expanded(copy.destination());
        boolean directory = word.endsWith("/")
                || word.equals(".")
                || word.endsWith("/.")
                || copy.flags().parents();
        String destination = ImagePath.of(stage.edit().workingDirectory(), word);
        List<Found> sources = sources();
        var copying = new Copying(view, destination, directory, ownership, stage.time());
        if (sources.size() > 1 && !copying.isDirectory()) {
            throw wrong("with several sources the destination has to be a directory, and end with a slash: " + word);
        }
        for (Found source : sources) {
            add(source, copying);
        }
        String contents = copying.digest();
        String key = stage.key().add("files").add(contents).text();
        stage.layer(key, statement.toString(), layer -> {
            copying.layTo(layer);
            if (!copying.digest().equals(contents)) {
                throw new IOException("the files have been changed while they were copied: try again");
            }
        });
    }

    private void add(Found source, Copying copying) throws IOException {
        if (source.text != null) {
            copying.add(source.text, text(source.text));
        } else if (source.remote) {
            remote(source.path, copying);
        } else {
            IgnoreRules excluded = IgnoreRules.of(copy.flags().exclude());
            Predicate<String> out = excluded::ignores;
            String name = copy.flags().parents() ? source.path.substring(1) : null;
            copying.add(files, source.path, name, copy.add(), out);
        }
    }

    private String text(Heredoc text) {
        return text.expands() ? Substitution.ofText(text.content(), stage.variables()::value) : text.content();
    }

    private void remote(String address, Copying copying) throws IOException {
        String checksum = expanded(copy.flags().checksum());
        if (checksum == null || !Digests.isDigest(checksum)) {
            throw wrong("what comes from an address needs --checksum=sha256:…, to be the same tomorrow");
        }
        URI uri = URI.create(address);
        String path = uri.getPath() == null ? "" : uri.getPath();
        String name = FileSet.name(path);
        if (name.isEmpty() && copying.isDirectory()) {
            throw wrong("the address has no name for the file: give one as the destination");
        }
        Path fetched = stage.build().space().directory().resolve("fetched");
        RemoteFile.fetch(uri, stage.build().options().access(), checksum, fetched);
        copying.add(fetched, name);
    }

    private List<Found> sources() throws IOException {
        List<Found> found = new ArrayList<>();
        String unmatched = null;
        for (Instruction.Source source : copy.sources()) {
            switch (source) {
                case Instruction.Source.Inline(var text) -> found.add(new Found(null, false, text));
                case Instruction.Source.Named(var word) -> {
                    int before = found.size();
                    named(expanded(word), found);
                    unmatched = found.size() == before ? word : unmatched;
                }
            }
        }
        if (found.isEmpty()) {
            throw wrong("nothing in " + files.name() + " matches " + unmatched);
        }
        return found;
    }

    private void named(String word, List<Found> found) throws IOException {
        if (copy.add() && (word.startsWith("http://") || word.startsWith("https://"))) {
            found.add(new Found(word, true, null));
            return;
        }
        if (word.isEmpty()) {
            throw wrong("the path of a source is empty");
        }
        if (copy.flags().from() == null && leadsOut(word)) {
            throw wrong(word + " leads out of the context");
        }
        String path = ImagePath.of("/", word);
        if (PathPattern.isOne(path) && files.find(path) == null) {
            for (String each : files.match(path)) {
                found.add(new Found(each, false, null));
            }
            return;
        }
        RootEntry entry = files.find(path);
        if (entry == null) {
            throw wrong("there is no " + word + " in " + files.name());
        }
        found.add(new Found(path, false, null));
    }

    private static boolean leadsOut(String path) {
        int depth = 0;
        for (String part : path.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    /** What comes from the context is root's: whose it is there says nothing to others. */
    private Copying.Ownership ownership(RootView view) throws IOException {
        String owner = expanded(copy.flags().owner());
        Integer mode = mode(expanded(copy.flags().mode()));
        boolean foreign = copy.flags().from() != null;
        if (owner == null) {
            Integer root = foreign ? null : 0;
            return new Copying.Ownership(root, root, mode, foreign, false);
        }
        Owners.Owner found = Owners.ofFiles(view, owner);
        return new Copying.Ownership(found.uid(), found.gid(), mode, foreign, true);
    }

    private Integer mode(String digits) throws DockerfileException {
        if (digits == null) {
            return null;
        }
        try {
            int mode = Integer.parseInt(digits, OCTAL);
            if (mode >= 0 && mode <= LARGEST_MODE) {
                return mode;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong("--chmod is octal digits such as 755, not " + digits);
    }

    private String expanded(String word) throws DockerfileException {
        return word == null ? null : stage.variables().expand(statement, word);
    }

    private DockerfileException wrong(String why) {
        return DockerfileException.at(statement, why);
    }
}
