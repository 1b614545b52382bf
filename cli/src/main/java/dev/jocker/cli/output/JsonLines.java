package dev.jocker.cli.output;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Objects of named strings, one in a line: {@code --format json}. */
public final class JsonLines {
    private final JsonFactory factory = new JsonFactory();
    private final StringBuilder text = new StringBuilder();

    /**
     * Adds an object.
     *
     * @param namesAndValues a name, its value, and so on
     */
    public JsonLines object(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        var line = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                json.writeStringProperty(namesAndValues[i], namesAndValues[i + 1]);
            }
            json.writeEndObject();
        }
        text.append(line).append('\n');
        return this;
    }

    /** All lines, each ended. */
    public String text() {
        return text.toString();
    }
}
