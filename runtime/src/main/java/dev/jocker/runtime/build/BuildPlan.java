package dev.jocker.runtime.build;

import dev.jocker.runtime.build.Stage.Base;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be built of a Dockerfile: the stages that the target needs, and no others.
 *
 * @param stages in the file's order
 * @param target the index of the stage whose image is wanted
 * @param globals the variables that ARGs before the first FROM declare, with their values; null where one has none
 */
public record BuildPlan(List<Stage> stages, int target, Map<String, String> globals) {
    private static final String SCRATCH = "scratch";

    public BuildPlan {
        stages = List.copyOf(stages);
        globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
    }

    /**
     * Plans.
     *
     * @param target a stage's name or number; null: the last one
     * @param arguments values for ARGs
     * @param platform what FROM finds in {@code TARGETPLATFORM} and its like
     * @throws DockerfileException if a FROM, or what a COPY is from, makes no sense
     * @throws IllegalArgumentException if there is no such target
     */
    public static BuildPlan of(
            Dockerfile dockerfile, String target, Map<String, String> arguments, Map<String, String> platform)
            throws DockerfileException {
        var planning = new Planning(arguments, platform);
        planning.read(dockerfile);
        int wanted = planning.target(target);
        Set<Integer> needed = new TreeSet<>();
        planning.need(wanted, needed);
        List<Stage> stages = new ArrayList<>();
        for (int index : needed) {
            stages.add(planning.stages.get(index));
        }
        return new BuildPlan(stages, wanted, planning.globals);
    }

    /** Where COPY --from, or a mount's from=, leads: a stage before {@code before}, or an image. */
    static Base source(String from, List<Stage> stages, int before) {
        String name = from.toLowerCase(Locale.ROOT);
        for (Stage stage : stages.reversed()) {
            boolean named = name.equals(stage.name()) || name.equals(Integer.toString(stage.index()));
            if (named && stage.index() < before) {
                return new Base.Earlier(stage.index());
            }
        }
        return new Base.Image(from);
    }

    private static final class Planning {
        private final Map<String, String> arguments;
        private final Map<String, String> platform;
        private final Map<String, String> globals = new LinkedHashMap<>();
        private final List<Stage> stages = new ArrayList<>();

        private Planning(Map<String, String> arguments, Map<String, String> platform) {
            this.arguments = arguments;
            this.platform = platform;
        }

        private void read(Dockerfile dockerfile) throws DockerfileException {
            List<Dockerfile.Step> steps = dockerfile.steps();
            int at = 0;
            while (steps.get(at).instruction() instanceof Instruction.Arg arg) {
                declare(steps.get(at).statement(), arg);
                at++;
            }
            while (at < steps.size()) {
                int end = at + 1;
                while (end < steps.size() && !(steps.get(end).instruction() instanceof Instruction.From)) {
                    end++;
                }
                stages.add(stage(steps.get(at), steps.subList(at + 1, end)));
                at = end;
            }
        }

        private void declare(Statement statement, Instruction.Arg arg) throws DockerfileException {
            for (Instruction.Pair each : arg.variables()) {
                String given = arguments.get(each.name());
                globals.put(
                        each.name(),
                        given != null ? given : each.value() == null ? null : expand(statement, each.value()));
            }
        }

        private String expand(Statement statement, String word) throws DockerfileException {
            try {
                return Substitution.of(
                        word,
                        statement.escape(),
                        name -> globals.get(name) == null ? platform.get(name) : globals.get(name));
            } catch (IllegalArgumentException e) {
                throw DockerfileException.at(statement, e.getMessage(), e);
            }
        }

        private Stage stage(Dockerfile.Step first, List<Dockerfile.Step> steps) throws DockerfileException {
            Statement statement = first.statement();
            var from = (Instruction.From) first.instruction();
            int index = stages.size();
            for (Stage other : stages) {
                if (from.name() != null && from.name().equals(other.name())) {
                    throw DockerfileException.at(statement, "there is a stage " + from.name() + " already");
                }
            }
            String image = expand(statement, from.image());
            if (image.isEmpty()) {
                throw DockerfileException.at(statement, "the name of the base image is empty: " + from.image());
            }
            Base base = base(image, index);
            Set<Integer> needs = new TreeSet<>();
            add(base, needs);
            for (Dockerfile.Step step : steps) {
                needs(step, index, from.name(), needs);
            }
            String wanted = from.platform() == null ? null : expand(statement, from.platform());
            return new Stage(index, from.name(), statement, base, wanted, steps, needs);
        }

        private Base base(String image, int index) {
            if (image.equals(SCRATCH)) {
                return new Base.Scratch();
            }
            // A number is an image's name here: only COPY counts stages.
            Base base = source(image, stages, index);
            boolean counted = base instanceof Base.Earlier earlier
                    && !image.toLowerCase(Locale.ROOT)
                            .equals(stages.get(earlier.index()).name());
            return counted ? new Base.Image(image) : base;
        }

        private void needs(Dockerfile.Step step, int index, String name, Set<Integer> needs)
                throws DockerfileException {
            List<String> sources = new ArrayList<>();
            if (step.instruction() instanceof Instruction.Copy copy
                    && copy.flags().from() != null) {
                sources.add(copy.flags().from());
            }
            if (step.instruction() instanceof Instruction.Run run) {
                for (String mount : run.mounts()) {
                    RunMount parsed = RunMount.parse(step.statement(), mount);
                    if (parsed.from() != null) {
                        sources.add(parsed.from());
                    }
                }
            }
            for (String each : sources) {
                if (isNumber(each) && Integer.parseInt(each) >= index) {
                    throw DockerfileException.at(step.statement(), "there is no stage " + each + " before this one");
                }
                if (each.toLowerCase(Locale.ROOT).equals(name)) {
                    throw DockerfileException.at(step.statement(), "stage " + name + " cannot take files from itself");
                }
                add(source(each, stages, index), needs);
            }
        }

        private static boolean isNumber(String text) {
            return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        private static void add(Base base, Set<Integer> needs) {
            if (base instanceof Base.Earlier earlier) {
                needs.add(earlier.index());
            }
        }

        private int target(String name) {
            if (name == null) {
                return stages.size() - 1;
            }
            if (source(name, stages, stages.size()) instanceof Base.Earlier stage) {
                return stage.index();
            }
            throw new IllegalArgumentException("there is no stage " + name + " to be the target");
        }

        private void need(int index, Set<Integer> needed) {
            if (needed.add(index)) {
                for (int other : stages.get(index).needs()) {
                    need(other, needed);
                }
            }
        }
    }
}
