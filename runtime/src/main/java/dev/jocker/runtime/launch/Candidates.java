package dev.jocker.runtime.launch;

import dev.jocker.runtime.docker.DockerDefaults;
import dev.jocker.runtime.oci.Process;
import java.util.ArrayList;
import java.util.List;

/** Where a command may be: itself if it has a slash, else in the directories of the container's PATH, in turn. */
public final class Candidates {
    private static final String PATH = "PATH=";

    private Candidates() {}

    static List<String> of(Process process) {
        String command = process.args().getFirst();
        if (command.indexOf('/') >= 0 || command.isEmpty()) {
            return List.of(command);
        }
        List<String> candidates = new ArrayList<>();
        for (String directory : path(process.env()).split(":")) {
            candidates.add(directory.isEmpty() ? "./" + command : directory + "/" + command);
        }
        return candidates;
    }

    public static String path(List<String> environment) {
        for (String variable : environment) {
            if (variable.startsWith(PATH)) {
                return variable.substring(PATH.length());
            }
        }
        return DockerDefaults.PATH.substring(PATH.length());
    }
}
