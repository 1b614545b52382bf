package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.oci.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfigEditTest {
    private static String after(String config, String... changes) throws Exception {
        JsonObject json = JsonObject.read(config.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "config");
        return ConfigChanges.parse(List.of(changes)).apply(json).toString().replace('"', '\'');
    }

    @Test
    void setsVariablesInPlace() throws Exception {
        assertThat(after("{'Env':['A=1','B=2']}", "ENV A=$B C=$A", "ENV D ${C}x"))
                .isEqualTo("{'Env':['A=2','B=2','C=1','D=1x']}");
    }

    @Test
    void aDirectoryCountsFromTheLast() throws Exception {
        assertThat(after("{}", "WORKDIR a", "WORKDIR b/../c")).isEqualTo("{'WorkingDir':'/a/c'}");
        assertThat(after("{'WorkingDir':'/x'}", "WORKDIR ..//")).isEqualTo("{'WorkingDir':'/'}");
    }

    @Test
    void anEntrypointTakesTheBasesCommandAway() throws Exception {
        assertThat(after("{'Cmd':['a']}", "ENTRYPOINT [\"e\"]")).isEqualTo("{'Entrypoint':['e']}");
        assertThat(after("{'Cmd':['a']}", "CMD [\"b\"]", "ENTRYPOINT [\"e\"]"))
                .isEqualTo("{'Cmd':['b'],'Entrypoint':['e']}");
    }

    @Test
    void givesLinesToTheShell() throws Exception {
        assertThat(after("{}", "CMD a b")).isEqualTo("{'Cmd':['/bin/sh','-c','a b']}");
        assertThat(after("{}", "SHELL [\"bash\",\"-ec\"]", "CMD a b"))
                .isEqualTo("{'Shell':['bash','-ec'],'Cmd':['bash','-ec','a b']}");
    }

    @Test
    void addsPortsVolumesAndLabels() throws Exception {
        assertThat(after("{'ExposedPorts':{'1/tcp':{}}}", "EXPOSE 80 90-91/UDP"))
                .isEqualTo("{'ExposedPorts':{'1/tcp':{},'80/tcp':{},'90/udp':{},'91/udp':{}}}");
        assertThat(after("{}", "VOLUME /a /b")).isEqualTo("{'Volumes':{'/a':{},'/b':{}}}");
        assertThat(after("{'Labels':{'a':'1'}}", "LABEL a=2 \"b c\"='d e'"))
                .isEqualTo("{'Labels':{'a':'2','b c':'d e'}}");
    }

    @Test
    void checksHealth() throws Exception {
        assertThat(after("{}", "HEALTHCHECK --interval=1.5s --start-period=1m --retries=4 CMD curl x"))
                .isEqualTo("{'Healthcheck':{'Test':['CMD-SHELL','curl x'],'Interval':1500000000,"
                        + "'StartPeriod':60000000000,'Retries':4}}");
        assertThat(after("{}", "HEALTHCHECK CMD [\"curl\"]")).isEqualTo("{'Healthcheck':{'Test':['CMD','curl']}}");
        assertThat(after("{}", "HEALTHCHECK NONE")).isEqualTo("{'Healthcheck':{'Test':['NONE']}}");
    }

    @Test
    void keepsTriggersAsTheyAre() throws Exception {
        assertThat(after("{'OnBuild':['RUN a']}", "ONBUILD COPY $X /y"))
                .isEqualTo("{'OnBuild':['RUN a','COPY $X /y']}");
    }

    @Test
    void saysWhatMakesNoSense() {
        assertThatThrownBy(() -> after("{}", "EXPOSE 80-79")).hasMessageContaining("expected PORT");
        assertThatThrownBy(() -> after("{}", "EXPOSE web")).hasMessageContaining("not web");
        assertThatThrownBy(() -> after("{}", "WORKDIR $NO")).hasMessageContaining("empty");
        assertThatThrownBy(() -> after("{}", "COPY a b")).hasMessageContaining("--change:1: COPY a b");
    }
}
