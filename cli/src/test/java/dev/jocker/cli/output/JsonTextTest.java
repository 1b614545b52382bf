package dev.jocker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JsonTextTest {
    private static final String COMPACT =
            "{\"b\":[1,-2.5,true,null,\"x\\\"\\n\"],\"a\":{\"c\":{}},\"e\":[],\"n\":12345678901}";

    @Test
    void keepsOrderAndKinds() {
        assertThat(JsonText.compact(JsonText.parse(COMPACT))).isEqualTo(COMPACT);
    }

    @Test
    void indentsAsDockersInspect() {
        assertThat(JsonText.indented(JsonText.parse("[" + COMPACT + "]"))).isEqualTo("""
                [
                    {
                        "b": [
                            1,
                            -2.5,
                            true,
                            null,
                            "x\\"\\n"
                        ],
                        "a": {
                            "c": {}
                        },
                        "e": [],
                        "n": 12345678901
                    }
                ]""");
    }
}
