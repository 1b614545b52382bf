package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.build.Stage.Base;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BuildPlanTest {
    private static final String THREE = """
            ARG TAG=1
            ARG BASE=tools:$TAG
            FROM ${BASE} AS tools
            RUN a
            FROM tools AS lib
            RUN b
            FROM scratch AS unused
            COPY --from=lib /b /
            FROM scratch
            COPY --from=tools /a /
            RUN --mount=type=bind,from=1,target=/x c
            """;

    private static BuildPlan plan(String text, String target, Map<String, String> arguments)
            throws DockerfileException {
        return BuildPlan.of(Dockerfile.parse("Dockerfile", text), target, arguments, Map.of("TARGETARCH", "amd64"));
    }

    @Test
    void takesTheStagesThatTheTargetNeeds() throws Exception {
        BuildPlan last = plan(THREE, null, Map.of());
        assertThat(last.stages()).extracting(Stage::title).containsExactly("tools", "lib", "stage-3");
        assertThat(last.stages().get(2).needs()).containsExactlyInAnyOrder(0, 1);
        assertThat(last.target()).isEqualTo(3);
        assertThat(plan(THREE, "tools", Map.of()).stages())
                .extracting(Stage::index)
                .containsExactly(0);
        assertThat(plan(THREE, "2", Map.of()).stages()).extracting(Stage::index).containsExactly(0, 1, 2);
    }

    @Test
    void knowsWhatAStageBeginsWith() throws Exception {
        BuildPlan plan = plan(THREE, null, Map.of());
        assertThat(plan.stages().get(0).base()).isEqualTo(new Base.Image("tools:1"));
        assertThat(plan.stages().get(1).base()).isEqualTo(new Base.Earlier(0));
        assertThat(plan.stages().get(2).base()).isEqualTo(new Base.Scratch());
        assertThat(plan("FROM a\nFROM 0", null, Map.of()).stages().getFirst().base())
                .isEqualTo(new Base.Image("0"));
    }

    @Test
    void replacesVariablesOfFrom() throws Exception {
        BuildPlan plan = plan(THREE, "tools", Map.of("TAG", "2"));
        assertThat(plan.stages().getFirst().base()).isEqualTo(new Base.Image("tools:2"));
        assertThat(plan.globals()).containsEntry("BASE", "tools:2");
        assertThat(plan("FROM --platform=linux/$TARGETARCH a", null, Map.of())
                        .stages()
                        .getFirst()
                        .platform())
                .isEqualTo("linux/amd64");
    }

    @Test
    void saysWhatMakesNoSense() {
        assertThatThrownBy(() -> plan("FROM $NO", null, Map.of()))
                .hasMessage("Dockerfile:1: FROM $NO: the name of the base image is empty: $NO");
        assertThatThrownBy(() -> plan("FROM a AS b\nFROM c AS B", null, Map.of()))
                .hasMessage("Dockerfile:2: FROM c AS B: there is a stage b already");
        assertThatThrownBy(() -> plan("FROM a\nCOPY --from=0 x y", null, Map.of()))
                .hasMessage("Dockerfile:2: COPY --from=0 x y: there is no stage 0 before this one");
        assertThatThrownBy(() -> plan("FROM a AS b\nCOPY --from=B x y", null, Map.of()))
                .hasMessage("Dockerfile:2: COPY --from=B x y: stage b cannot take files from itself");
        assertThatThrownBy(() -> plan("FROM a\nRUN --mount=type=x,target=/y z", null, Map.of()))
                .hasMessageContaining("type is bind, cache, tmpfs or secret, not x");
        assertThatThrownBy(() -> plan("FROM a", "b", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no stage b to be the target");
    }
}
