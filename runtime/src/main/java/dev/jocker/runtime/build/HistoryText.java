package dev.jocker.runtime.build;

import dev.jocker.runtime.oci.JsonObject;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What an image's history says of the instructions that only change how it is to be run: docker's words, with the values of variables. */
final class HistoryText {
    private HistoryText() {}

    /**
     * Before the instruction is applied.
     *
     * @param edit what it will be applied to
     * @param variables values of variables, or null
     * @throws DockerfileException if its words make no sense
     */
    static String of(Dockerfile.Step step, ConfigEdit edit, UnaryOperator<String> variables)
            throws DockerfileException {
        var alone = new ConfigEdit(new JsonObject().put("WorkingDir", edit.workingDirectory()));
        if (!alone.apply(step, variables)) {
            return step.statement().toString();
        }
        JsonObject said = alone.config();
        String keyword = step.statement().keyword();
        return switch (step.instruction()) {
            case Instruction.Env _ -> keyword + " " + String.join(" ", said.texts("Env"));
            case Instruction.Label _ -> labels(keyword, said.object("Labels"));
            case Instruction.User _ -> keyword + " " + said.text("User");
            case Instruction.StopSignal _ -> keyword + " " + said.text("StopSignal");
            case Instruction.Workdir _ -> keyword + " " + said.text("WorkingDir");
            case Instruction.Expose _ ->
                list(keyword, new TreeSet<>(said.object("ExposedPorts").names()));
            case Instruction.Volume _ -> list(keyword, said.object("Volumes").names());
            case Instruction.Shell shell -> list(keyword, shell.words());
            case Instruction.Cmd cmd -> quoted(keyword, cmd.command().words(edit.shell()));
            case Instruction.Entrypoint entrypoint ->
                quoted(keyword, entrypoint.command().words(edit.shell()));
            default -> step.statement().toString();
        };
    }

    private static String labels(String keyword, JsonObject labels) {
        var text = new StringBuilder(keyword);
        for (String name : labels.names()) {
            text.append(' ').append(name).append('=').append(labels.text(name));
        }
        return text.toString();
    }

    private static String list(String keyword, Collection<String> words) {
        return keyword + " [" + String.join(" ", words) + "]";
    }

    private static String quoted(String keyword, Collection<String> words) {
        var text = new StringBuilder(keyword).append(" [");
        for (String word : words) {
            String plain = word.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n")
                    .replace("\t", "\\t");
            text.append(text.charAt(text.length() - 1) == '[' ? "\"" : " \"")
                    .append(plain)
                    .append('"');
        }
        return text.append(']').toString();
    }
}
