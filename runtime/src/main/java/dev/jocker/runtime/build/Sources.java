package dev.jocker.runtime.build;

import java.io.IOException;

/** Finds what {@code --from}, or a mount's {@code from=}, names: an earlier stage, an image; the context, where there is none. */
final class Sources {
    private final StageBuild stage;
    private final Statement statement;

    Sources(StageBuild stage, Statement statement) {
        this.stage = stage;
        this.statement = statement;
    }

    /** Waits for the stages that a command's mounts are from: a step begins when it can go on. */
    void awaitAll(Instruction.Run run) throws IOException {
        for (String mount : run.mounts()) {
            await(RunMount.parse(statement, stage.variables().expand(statement, mount))
                    .from());
        }
    }

    /** Waits for a stage, if it is one. */
    void await(String from) throws DockerfileException {
        String word = from == null ? null : stage.variables().expand(statement, from);
        if (word != null && base(word) instanceof Stage.Base.Earlier(var index)) {
            stage.build().stage(index);
        }
    }

    private Stage.Base base(String from) {
        return BuildPlan.source(
                from, stage.build().plan().stages(), stage.stage().index());
    }

    /** {@code from}: null for the context. */
    FileSet of(String from) throws IOException {
        Build build = stage.build();
        if (from == null) {
            return build.context().files();
        }
        if (from.isEmpty()) {
            throw DockerfileException.at(statement, "the stage or image to take files from is empty");
        }
        StageState state = switch (base(from)) {
            case Stage.Base.Earlier(var index) -> build.stage(index);
            case Stage.Base.Image(var reference) ->
                build.bases()
                        .image(
                                reference,
                                build.platform(),
                                line -> build.progress().note(stage.number(), line),
                                build::isCancelled);
            case Stage.Base.Scratch() -> throw new IllegalStateException("nothing is no source");
        };
        return new FileSet(build.bases().view(state), IgnoreRules.NONE, from);
    }
}
