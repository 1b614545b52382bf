package dev.jocker.runtime.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * A JSON object, read and written token by token: databinding is dear in a cold start. Members keep their order, and those that nobody
 * here knows are kept with the others.
 *
 * <p>A value is a {@link JsonObject}, a {@link List}, a {@link String}, a {@link Long}, a {@link Boolean} or null. Reading a member that
 * is not there, or of another kind, gives the null or the empty value of the kind asked for: documents of newer versions must not
 * break older ones.
 */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAXIMUM_DEPTH = 64;

    private final Map<String, Object> members = new LinkedHashMap<>();

    /** An empty one. */
    public JsonObject() {}

    /**
     * What {@link #write} wrote.
     *
     * @param name of the file, for the message
     * @throws IOException with one line, if it is no JSON object
     */
    public static JsonObject read(byte[] bytes, String name) throws IOException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(json, "not a JSON object");
            }
            JsonObject document = object(json, 0);
            if (json.nextToken() != null) {
                throw new StreamReadException(json, "something follows its end");
            }
            return document;
        } catch (JacksonException e) {
            throw new IOException(name.concat(" is damaged: ").concat(firstLine(e)), e);
        }
    }

    /** Sets a member; null is written as null. */
    public JsonObject put(String name, Object value) {
        members.put(name, value instanceof Integer number ? (Object) number.longValue() : value);
        return this;
    }

    /** Takes a member away. */
    public void remove(String name) {
        members.remove(name);
    }

    /** Whether there is a member of that name, were it null. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The members' names in their order. */
    public List<String> names() {
        return new ArrayList<>(members.keySet());
    }

    /** The member as it is. */
    public Object value(String name) {
        return members.get(name);
    }

    /** A text, or null. */
    public String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** A number, or 0. */
    public long number(String name) {
        return members.get(name) instanceof Long number ? number : 0;
    }

    /** Whether the member is true. */
    public boolean flag(String name) {
        return members.get(name) instanceof Boolean flag && flag;
    }

    /** An object; an empty one, which is not this document's, if there is none. */
    public JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : new JsonObject();
    }

    /** The elements of an array; none if there is none. */
    public List<Object> list(String name) {
        List<Object> elements = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            elements.addAll(list);
        }
        return elements;
    }

    /** The texts among an array's elements. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(name)) {
            if (element instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The objects among an array's elements. */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (element instanceof JsonObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** An object whose members are texts. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : object(name).members.entrySet()) {
            if (member.getValue() instanceof String text) {
                texts.put(member.getKey(), text);
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    /** An object with these texts. */
    public static JsonObject of(Map<String, String> texts) {
        var document = new JsonObject();
        document.members.putAll(texts);
        return document;
    }

    /** As JSON without blanks. */
    public byte[] write() {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(json, this);
        }
        return bytes.toByteArray();
    }

    /** As JSON for people: four blanks a level, as docker's. */
    public String indented() {
        var indenter = new DefaultIndenter("    ", "\n");
        var separators = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        var printer = new DefaultPrettyPrinter(separators)
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        var text = new java.io.StringWriter();
        try (JsonGenerator json = JSON.createGenerator(new Indented(printer), text)) {
            write(json, this);
        }
        return text.toString();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        private final PrettyPrinter printer;

        private Indented(PrettyPrinter printer) {
            this.printer = printer;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    /** No switch over types: that wants a bootstrap, which a cold start pays for. */
    private static void write(JsonGenerator json, Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof JsonObject document) {
            json.writeStartObject();
            for (Map.Entry<String, Object> member : document.members.entrySet()) {
                json.writeName(member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            throw new IllegalArgumentException("not JSON: ".concat(value.toString()));
        }
    }

    private static JsonObject object(JsonParser json, int depth) {
        var document = new JsonObject();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            document.members.put(name, value(json, depth + 1));
        }
        return document;
    }

    private static Object value(JsonParser json, int depth) {
        if (depth > MAXIMUM_DEPTH) {
            throw new StreamReadException(json, "nested too deep");
        }
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json, depth);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json, depth + 1));
                }
                yield list;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) json.getBigIntegerValue()
                        : (Object) json.getLongValue();
            default ->
                throw new StreamReadException(
                        json, "unexpected ".concat(json.currentToken().name()));
        };
    }

    private static String firstLine(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject document && members.equals(document.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return new String(write(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
