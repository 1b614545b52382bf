package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.oci.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beside what docker's builder has put into the histories of its images. */
final class HistoryTextTest {
    private static final Map<String, String> GIVEN = Map.of("VERSION", "16.3");

    private static List<String> texts(String dockerfile) throws DockerfileException {
        var edit = new ConfigEdit(new JsonObject().put("Env", List.of("PATH=/usr/bin:/bin")));
        var globals = new HashMap<String, String>();
        globals.put("TARGETARCH", "amd64");
        var variables = new Variables(GIVEN, globals, Map.of(), edit);
        List<String> texts = new ArrayList<>();
        for (Statement statement : DockerfileReader.read("Dockerfile", dockerfile)) {
            var step = new Dockerfile.Step(statement, InstructionReader.read(statement));
            if (step.instruction() instanceof Instruction.Arg arg) {
                variables.declare(statement, arg);
                texts.add(variables.text(arg));
            } else {
                texts.add(HistoryText.of(step, edit, variables::value));
                edit.apply(step, variables::value);
            }
        }
        return texts;
    }

    @Test
    void variablesHaveTheirValues() throws DockerfileException {
        assertThat(texts("""
                ARG VERSION=1
                ARG VERSION OTHER=x$VERSION TARGETARCH
                ENV PGDATA=/var/lib/postgresql/$VERSION A="b c"
                ENV PATH=/opt/bin:$PATH PGDATA=$PGDATA/data
                LABEL version=$VERSION name="two words"
                USER ${NOBODY:-postgres}
                WORKDIR /srv/$VERSION
                WORKDIR www
                STOPSIGNAL ${SIGNAL:-SIGINT}
                """))
                .containsExactly(
                        "ARG VERSION=16.3",
                        "ARG VERSION=16.3 OTHER=x16.3 TARGETARCH",
                        "ENV PGDATA=/var/lib/postgresql/16.3 A=b c",
                        "ENV PATH=/opt/bin:/usr/bin:/bin PGDATA=/var/lib/postgresql/16.3/data",
                        "LABEL version=16.3 name=two words",
                        "USER postgres",
                        "WORKDIR /srv/16.3",
                        "WORKDIR /srv/16.3/www",
                        "STOPSIGNAL SIGINT");
    }

    @Test
    void listsAreInBrackets() throws DockerfileException {
        assertThat(texts("""
                EXPOSE 8443 8080/tcp 53/UDP
                VOLUME /data /log
                ENTRYPOINT ["docker-entrypoint.sh"]
                CMD python "main.py" $HOME
                SHELL ["/bin/bash", "-c"]
                CMD echo 1
                ONBUILD RUN ls $HOME
                HEALTHCHECK --retries=3 CMD true
                """))
                .containsExactly(
                        "EXPOSE [53/udp 8080/tcp 8443/tcp]",
                        "VOLUME [/data /log]",
                        "ENTRYPOINT [\"docker-entrypoint.sh\"]",
                        "CMD [\"/bin/sh\" \"-c\" \"python \\\"main.py\\\" $HOME\"]",
                        "SHELL [/bin/bash -c]",
                        "CMD [\"/bin/bash\" \"-c\" \"echo 1\"]",
                        "ONBUILD RUN ls $HOME",
                        "HEALTHCHECK --retries=3 CMD true");
    }

    @Test
    void passwordsOfProxiesDoNotGetIn() throws DockerfileException {
        assertThat(texts("ARG HTTP_PROXY=http://me:secret@proxy\n")).containsExactly("ARG HTTP_PROXY");
    }
}
