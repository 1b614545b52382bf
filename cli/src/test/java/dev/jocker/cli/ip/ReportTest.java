package dev.jocker.cli.ip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same values as text, and as JSON laid out as {@code ip(8)} does. */
final class ReportTest {
    private static final Display TEXT = new Display(null, false, false, false, 0, false, false, false, false);
    private static final Display ONE_LINE = new Display(null, false, false, false, 0, false, true, false, false);
    private static final Display DENSE = new Display(null, false, true, false, 0, false, false, false, false);
    private static final Display PRETTY = new Display(null, false, true, true, 0, false, false, false, false);

    private static String printed(Display display) {
        var report = new Report(display);
        for (int i = 1; i <= 2; i++) {
            report.openObject();
            report.value("ifname", "", "v" + i, ": ");
            report.openList("flags");
            if (i == 1) {
                report.element("UP", ",");
                report.element("BROADCAST", " ");
            }
            report.closeList();
            report.newLine();
            report.value("mtu", "mtu ", 1500, " ");
            report.onOff("hairpin", "hairpin ", i == 1);
            report.mark("router", "router");
            report.text("\n");
            report.closeObject();
        }
        return report.finish();
    }

    @Test
    void textHasItsWords() {
        assertThat(printed(TEXT))
                .isEqualTo("v1: UP,BROADCAST \nmtu 1500 hairpin on router\nv2: \nmtu 1500 hairpin off router\n");
        assertThat(printed(ONE_LINE)).startsWith("v1: UP,BROADCAST \\mtu 1500 hairpin on router\n");
    }

    @Test
    void jsonIsDense() {
        assertThat(printed(DENSE))
                .isEqualTo(
                        "[{\"ifname\":\"v1\",\"flags\":[\"UP\",\"BROADCAST\"],\"mtu\":1500,\"hairpin\":true,\"router\":null},"
                                + "{\"ifname\":\"v2\",\"flags\":[],\"mtu\":1500,\"hairpin\":false,\"router\":null}]\n");
    }

    @Test
    void jsonIsInManyLines() {
        assertThat(printed(PRETTY)).isEqualTo("""
                [ {
                        "ifname": "v1",
                        "flags": [ "UP","BROADCAST" ],
                        "mtu": 1500,
                        "hairpin": true,
                        "router": null
                    },{
                        "ifname": "v2",
                        "flags": [ ],
                        "mtu": 1500,
                        "hairpin": false,
                        "router": null
                    } ]
                """);
        assertThat(new Report(PRETTY).finish()).isEqualTo("[ ]\n");
        assertThat(new Report(DENSE).finish()).isEqualTo("[]\n");
    }

    @Test
    void whatAnAdministratorWroteCannotBreakTheJson() {
        var report = new Report(DENSE);
        report.openObject();
        report.value("ifalias", "", "a \"b\" \\ \n\t\u0001 ä", "");
        report.closeObject();
        assertThat(report.finish()).isEqualTo("[{\"ifalias\":\"a \\\"b\\\" \\\\ \\n\\t\\u0001 ä\"}]\n");
    }
}
