package dev.jocker.cli.output;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as trees of maps (in the order of the text), lists, strings, {@code Long}, {@code Double}, {@code Boolean} and null: what templates
 * walk through.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int INDENT = 4;

    private JsonText() {}

    /**
     * Reads one value.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON
     */
    public static Object parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    /** In one line. What a template can only call is left out. */
    public static String compact(Object tree) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, tree);
        }
        return text.toString();
    }

    /** In many lines, as docker's {@code inspect} prints it. */
    public static String indented(Object tree) {
        var text = new StringBuilder();
        indent(text, tree, 0);
        return text.toString();
    }

    private static void indent(StringBuilder text, Object value, int depth) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                String separator = "{";
                for (var entry : map.entrySet()) {
                    line(text.append(separator), depth + 1);
                    text.append(compact(entry.getKey())).append(": ");
                    indent(text, entry.getValue(), depth + 1);
                    separator = ",";
                }
                line(text, depth);
                text.append('}');
            }
            case List<?> list
            when !list.isEmpty() -> {
                String separator = "[";
                for (Object each : list) {
                    line(text.append(separator), depth + 1);
                    indent(text, each, depth + 1);
                    separator = ",";
                }
                line(text, depth);
                text.append(']');
            }
            case null, default -> text.append(compact(value));
        }
    }

    private static void line(StringBuilder text, int depth) {
        text.append('\n').repeat(' ', depth * INDENT);
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (var entry : map.entrySet()) {
                    if (!(entry.getValue() instanceof Method)) {
                        json.writeName(entry.getKey().toString());
                        write(json, entry.getValue());
                    }
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object each : list) {
                    write(json, each);
                }
                json.writeEndArray();
            }
            case Boolean b -> json.writeBoolean(b);
            case Long n -> json.writeNumber(n);
            case Integer n -> json.writeNumber(n);
            case Double n -> json.writeNumber(n);
            default -> json.writeString(value.toString());
        }
    }
}
