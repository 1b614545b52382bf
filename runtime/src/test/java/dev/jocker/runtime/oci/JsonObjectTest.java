package dev.jocker.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static final int LEVELS = 3;

    @Provide
    Arbitrary<JsonObject> objects() {
        return objects(LEVELS);
    }

    private static Arbitrary<JsonObject> objects(int levels) {
        Arbitrary<Object> values = Arbitraries.oneOf(
                Arbitraries.strings().map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.of(true, false).map(flag -> (Object) flag));
        Arbitrary<Object> all = levels == 0
                ? values
                : Arbitraries.oneOf(
                        values,
                        objects(levels - 1).map(object -> (Object) object),
                        values.list().ofMaxSize(3).map(list -> (Object) list));
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), all)
                .ofMaxSize(4)
                .map(map -> {
                    var object = new JsonObject();
                    map.forEach(object::put);
                    return object;
                });
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll("objects") JsonObject object) throws IOException {
        JsonObject read = JsonObject.read(object.write(), "file");
        assertThat(read).isEqualTo(object);
        assertThat(read.names()).isEqualTo(object.names());
        assertThat(JsonObject.read(object.indented().getBytes(StandardCharsets.UTF_8), "file"))
                .isEqualTo(object);
    }

    /** As after a power cut. */
    @Test
    void halfAFileIsDamagedAndSaysWhich() {
        byte[] whole = new JsonObject()
                .put("a", List.of("b", new JsonObject().put("c", 1)))
                .write();
        for (int length = 0; length < whole.length; length++) {
            byte[] half = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> JsonObject.read(half, "/data/container.json"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("/data/container.json is damaged")
                    .message()
                    .doesNotContain("\n");
        }
        assertThatThrownBy(() -> JsonObject.read(new byte[4096], "f")).isInstanceOf(IOException.class);
    }

    @Test
    void aMemberOfAnotherKindIsNone() {
        JsonObject object = new JsonObject().put("n", 1).put("t", "x");
        assertThat(object.text("n")).isNull();
        assertThat(object.number("t")).isZero();
        assertThat(object.flag("t")).isFalse();
        assertThat(object.texts("t")).isEmpty();
        assertThat(object.object("t").names()).isEmpty();
    }
}
