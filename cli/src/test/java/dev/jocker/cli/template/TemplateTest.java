package dev.jocker.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Go 1.22's {@code text/template} prints for the same text and the same JSON, but where the class says that it differs. */
final class TemplateTest {
    private static final Object DATA = JsonText.parse("""
            {"Name": "/web", "State": {"Running": true, "Pid": 42, "Health": null, "Load": 1.5},
             "Mounts": [{"Source": "/a", "RW": true}, {"Source": "/b", "RW": false}],
             "Config": {"Cmd": ["sh", "-c", "echo <hi>"], "Labels": {"com.x/stage": "dev", "b": ""}}, "None": [], "Zero": 0}
            """);

    private static String render(String template) {
        return Template.parse(template).render(DATA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '~',
            value = {
                "{{.Name}}                                                            ¦ /web",
                "a{{ .State.Pid }}b{{.State.Running}}c                                 ¦ a42btruec",
                "{{.State.Load}} {{.None}} {{.Config.Cmd}}                             ¦ 1.5 [] [sh -c echo <hi>]",
                "{{.Config.Labels}}                                                   ¦ map[b: com.x/stage:dev]",
                "{{.State.Health}}                                                    ¦ <no value>",
                "{{.State.X}} {{.State.X.Y}} {{.State.Health.Status}} {{$.Config.X}}   ¦ <no value> <no value> <no value> <no value>",
                "{{range .Mounts}}{{.Nope}};{{end}}{{with .State}}{{.X}}{{end}}       ¦ <no value>;<no value>;<no value>",
                "{{range .State.X}}a{{else}}b{{end}}{{if .State.X.Y}}c{{end}}{{if eq .State.X \"d\"}}e{{end}} ¦ b",
                "{{json .State.X}}                                                    ¦ null",
                "{{json .Config.Cmd}}                                                 ¦ [\"sh\",\"-c\",\"echo <hi>\"]",
                "{{.State | json}}                                                    ¦ {\"Running\":true,\"Pid\":42,\"Health\":null,\"Load\":1.5}",
                "{{index .Config.Labels \"com.x/stage\"}}                             ¦ dev",
                "<{{index .Config.Labels \"nothing\"}}>                               ¦ <>",
                "{{index .Config.Cmd 1}}{{index .Mounts 1 \"Source\"}}                ¦ -c/b",
                "{{(index .Mounts 0).Source}}                                         ¦ /a",
                "{{range .Mounts}}{{.Source}};{{end}}                                 ¦ /a;/b;",
                "{{range $i, $m := .Mounts}}{{$i}}={{$m.Source}}{{$.Name}} {{end}}.    ¦ 0=/a/web 1=/b/web .",
                "{{range $m := .Mounts}}{{if $m.RW}}rw{{else}}ro{{end}} {{end}}.       ¦ rw ro .",
                "{{range $k, $v := .Config.Labels}}{{$k}}:{{$v}},{{end}}              ¦ b:,com.x/stage:dev,",
                "{{range .None}}x{{else}}empty{{end}}                                 ¦ empty",
                "{{if .Zero}}a{{else if .State.Running}}b{{else}}c{{end}}             ¦ b",
                "{{if and .State.Running (not .Zero)}}yes{{end}}                      ¦ yes",
                "{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}      ¦ none",
                "{{if .Nothing}}a{{else}}b{{end}}                                     ¦ b",
                "{{with .State}}{{.Pid}}{{end}}{{with .Zero}}x{{else}}y{{end}}        ¦ 42y",
                "{{$n := .Name}}{{$n = upper $n}}{{$n}}                               ¦ /WEB",
                "{{join .Config.Cmd \"+\"}} {{len .Mounts}} {{lower \"ABC\"}} {{title \"abc\"}} ¦ sh+-c+echo <hi> 2 abc Abc",
                "{{split \"a,b\" \",\"}} {{truncate .Name 3}} [{{pad \"x\" 1 2}}]     ¦ [a b] /we [ x  ]",
                "{{printf \"%-6s|%4d|%q\" .Name .State.Pid \"x\"}}                    ¦ /web  |  42|\"x\"",
                "{{print 1 2 \"a\" 3}} {{println 1 2 | len}}                          ¦ 1 2a3 4",
                "{{if eq .State.Pid 41 42}}a{{end}}{{if ne .Name \"x\"}}b{{end}}{{if lt 1 2}}c{{end}}{{if ge 1.5 2}}d{{end}} ¦ abc",
                "{{slice .Name 1}} {{slice .Name 1 3}} {{slice .Config.Cmd 1 2}}      ¦ web we [-c]",
                "a {{- /* left out */ -}} b {{- .Zero -}} c                           ¦ ab0c",
                "{{\"{{\"}} {{`a\\b`}} {{\"a\\\\b\"}} {{true}}                             ¦ {{ a\\b a\\b true",
            })
    void prints(String template, String text) {
        assertThat(render(template)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{{.Name                   | 1:1: '{{' without '}}'",
                "ab {{.Name .Zero}}        | 1:6: .Name takes no arguments",
                "{{if .Name}}x             | 1:3: 'if' without {{end}}",
                "x{{end}}                  | 1:2: 'end' without a beginning",
                "{{range}}{{end}}          | 1:8: expected a value, found '}}'",
                "{{foo .}}                 | 1:3: there is no function foo",
                "{{json}}                  | 1:3: json takes 1 arguments, not 0",
                "{{join .}}                | 1:3: join takes 2 arguments, not 1",
                "{{.name}}                 | 1:3: there is no field .name; did you mean .Name?",
                "{{.Nothing.X}}            | 1:3: there is no field .Nothing; there are: Config Mounts Name None State Zero",
                "{{.Name.X}}               | 1:8: /web has no field .X",
                "{{$x}}                    | 1:3: there is no variable $x",
                "{{index .Mounts 7}}       | 1:3: index 7 of a list of 2",
                "{{len 3}}                 | 1:3: 3 has no length",
                "{{range .Name}}x{{end}}   | 1:3: range can't go over /web",
                "{{printf ~%d~ .Name}}     | 1:10: '~' means nothing here",
                "{{\"abc}}                 | 1:3: a string without its second \"",
                "{{template \"x\"}}        | 1:3: 'template' is not supported",
                "{{(.Name}}                | 1:3: '(' without ')'",
                "{{1x}}                    | 1:3: '1x' is no number",
            })
    void saysWhereItIsWrong(String template, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> render(template))
                .withMessage(message);
    }

    @Test
    void countsLines() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> render("a\nb\n  {{.Foo}}"))
                .withMessageStartingWith("3:5: there is no field .Foo");
    }

    @Test
    void aMethodTakesAWord() {
        var data = Map.of("Label", (Method) key -> "<" + key + ">");
        assertThat(Template.parse("{{.Label \"a\"}}{{\"b\" | .Label}}").render(data))
                .isEqualTo("<a><b>");
        assertThat(Template.parse("{{json .}}").render(data)).isEqualTo("{}");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse("{{.Label}}").render(data))
                .withMessage("1:3: .Label takes one word");
    }
}
