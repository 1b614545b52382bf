package dev.jocker.runtime.build;

import dev.jocker.runtime.image.BuildSpace;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What a RUN executes. Heredocs after a line are for the shell, which reads them itself; one that is all there is is a script: for the
 * interpreter that its first line names, or else for the shell.
 *
 * @param words to execute
 * @param text of a script that is mounted, or null
 * @param place where it is mounted, or null
 */
record RunScript(List<String> words, String text, String place) {
    private static final String DIRECTORY = "/dev/pipes/";

    static RunScript of(Command command, Statement statement, List<String> shell) {
        List<Heredoc> heredocs = statement.heredocs();
        if (!command.shell() || heredocs.isEmpty()) {
            return new RunScript(command.words(shell), null, null);
        }
        String line = command.words().getFirst();
        if (heredocs.size() == 1
                && HeredocWord.name(line) != null
                && ShellWords.split(line, statement.escape()).size() == 1) {
            Heredoc script = heredocs.getFirst();
            if (script.content().startsWith("#!")) {
                String place = DIRECTORY + script.name();
                return new RunScript(List.of(place), script.content(), place);
            }
            return new RunScript(with(shell, script.content()), null, null);
        }
        var whole = new StringBuilder(line).append('\n');
        for (Heredoc each : heredocs) {
            whole.append(each.content()).append(each.name()).append('\n');
        }
        return new RunScript(with(shell, whole.toString()), null, null);
    }

    private static List<String> with(List<String> shell, String line) {
        List<String> words = new ArrayList<>(shell);
        words.add(line);
        return words;
    }

    /** Mounts the script, if there is one. */
    void mount(RunOptionsBuilder options, BuildSpace space) throws IOException {
        if (text != null) {
            Path file = space.directory().resolve("script");
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            options.volume(new VolumeMount.Bind(
                    file.toString(),
                    place,
                    VolumeMount.Access.READ_ONLY,
                    VolumeMount.Propagation.RPRIVATE,
                    false,
                    false));
        }
    }
}
