package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.cli.output.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code jocker inspect}. */
final class InspectIT extends KeptTest {
    @Test
    void hasDockersFields() throws Exception {
        String id = server("web", "-e", "A=b", "--label", "k=v", "-w", "/tmp", "--restart", "on-failure:3");
        Object tree = JsonText.parse(good("inspect", "web"));
        Map<?, ?> web = (Map<?, ?>) ((List<?>) tree).getFirst();
        assertThat(web.keySet().stream().map(Object::toString))
                .contains(
                        "Id",
                        "Created",
                        "Path",
                        "Args",
                        "State",
                        "Image",
                        "Name",
                        "RestartCount",
                        "LogPath",
                        "Mounts",
                        "Config",
                        "HostConfig",
                        "NetworkSettings",
                        "GraphDriver");
        Map<?, ?> state = (Map<?, ?>) web.get("State");
        assertThat(state.keySet().stream().map(Object::toString))
                .contains(
                        "Status",
                        "Running",
                        "Paused",
                        "Restarting",
                        "OOMKilled",
                        "Dead",
                        "Pid",
                        "ExitCode",
                        "Error",
                        "StartedAt",
                        "FinishedAt");
        assertThat(inspect(
                        "web",
                        "{{.Id}} {{.Name}} {{.Path}} {{index .Args 0}} {{.Config.WorkingDir}} {{.Config.Labels.k}}"))
                .isEqualTo(id + " /web sh -c /tmp v");
        assertThat(inspect("web", "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}"))
                .isEqualTo("on-failure 3");
        assertThat(inspect("web", "{{range .Config.Env}}{{println .}}{{end}}")).contains("A=b");
        assertThat(inspect("web", "{{if .State.Health}}checked{{else}}unchecked{{end}}"))
                .isEqualTo("unchecked");
        assertThat(inspect("web", "<{{.NetworkSettings.IPAddress}}> {{.State.Health.Status}} {{.Config.StopSignal}}"))
                .isEqualTo("<> <no value>");
    }

    @Test
    void aWrongTemplateIsOneLineWithThePlace() throws Exception {
        good("create", "--name", "web", "host", "true");
        Result wrong = jocker("inspect", "-f", "{{.Foo}}", "web");
        assertThat(wrong.status()).isEqualTo(125);
        assertThat(wrong.err()).startsWith("jocker inspect: --format: at 1:3: there is no field .Foo; there are: ");
        Result none = jocker("inspect", "nothing");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).isEqualTo("[]\n");
        assertThat(none.err()).isEqualTo("jocker: no such container, image, network or volume: nothing\n");
    }
}
