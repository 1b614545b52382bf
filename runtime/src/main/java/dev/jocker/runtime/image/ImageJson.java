package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.ImageHealth;
import dev.jocker.runtime.oci.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** The store's documents as JSON, token by token: a start reads two of them, and databinding is dear in a cold one. */
final class ImageJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ImageJson() {}

    /**
     * What an image's configuration says, as the OCI image specification has it.
     *
     * @param created null if it does not
     * @param onHost see {@link Image}
     */
    record Document(Instant created, Platform platform, List<String> diffIds, ImageConfig config, boolean onHost) {
        Document(Instant created, Platform platform, List<String> diffIds, ImageConfig config) {
            this(created, platform, diffIds, config, false);
        }
    }

    /** A configuration for an image that was imported. The same arguments give the same bytes. */
    static byte[] write(Document document, String comment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("created", document.created().toString());
            json.writeStringProperty("architecture", document.platform().architecture());
            text(json, "variant", document.platform().variant());
            json.writeStringProperty("os", document.platform().os());
            config(json, document.config());
            json.writeObjectPropertyStart("rootfs");
            json.writeStringProperty("type", "layers");
            strings(json, "diff_ids", document.diffIds(), true);
            json.writeEndObject();
            json.writeArrayPropertyStart("history");
            json.writeStartObject();
            json.writeStringProperty("created", document.created().toString());
            json.writeStringProperty("comment", comment);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** @param what it is, for messages */
    static Document read(byte[] bytes, String what) throws IOException {
        Instant created = null;
        String os = null;
        String architecture = null;
        String variant = null;
        List<String> diffIds = List.of();
        ImageConfig config = ImageConfig.EMPTY;
        boolean onHost = false;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            json.nextToken();
            begin(json, JsonToken.START_OBJECT);
            for (String name = next(json); name != null; name = next(json)) {
                switch (name) {
                    case "created" -> created = instant(json.getString());
                    case "os" -> os = json.getString();
                    case "architecture" -> architecture = json.getString();
                    case "variant" -> variant = json.getString();
                    case "config" -> config = config(json);
                    case ImageConfiguration.BASE -> onHost = HostImage.NAME.equals(json.getString());
                    case "rootfs" -> diffIds = diffIds(json);
                    default -> json.skipChildren();
                }
            }
        } catch (JacksonException | DateTimeException e) {
            throw new IOException(what + " is damaged: " + firstLine(e), e);
        }
        return new Document(created, new Platform(os, architecture, variant), diffIds, config, onHost);
    }

    /** An object whose values are texts. */
    static byte[] write(Map<String, String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            for (var entry : texts.entrySet()) {
                json.writeStringProperty(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** What {@link #write(Map)} wrote. */
    static Map<String, String> readTexts(byte[] bytes, String file) throws IOException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            json.nextToken();
            return texts(json);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + firstLine(e), e);
        }
    }

    private static void config(JsonGenerator json, ImageConfig config) {
        json.writeObjectPropertyStart("config");
        text(json, "User", config.user());
        keys(json, "ExposedPorts", config.exposedPorts());
        strings(json, "Env", config.env(), false);
        strings(json, "Entrypoint", config.entrypoint(), false);
        strings(json, "Cmd", config.cmd(), false);
        keys(json, "Volumes", config.volumes());
        text(json, "WorkingDir", config.workingDir());
        if (!config.labels().isEmpty()) {
            json.writeObjectPropertyStart("Labels");
            for (var label : config.labels().entrySet()) {
                json.writeStringProperty(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        }
        text(json, "StopSignal", config.stopSignal());
        if (config.health() != null) {
            health(json, config.health());
        }
        json.writeEndObject();
    }

    private static void health(JsonGenerator json, ImageHealth health) {
        json.writeObjectPropertyStart("Healthcheck");
        strings(json, "Test", health.test(), false);
        number(json, "Interval", health.interval());
        number(json, "Timeout", health.timeout());
        number(json, "StartPeriod", health.startPeriod());
        number(json, "StartInterval", health.startInterval());
        number(json, "Retries", health.retries());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, long value) {
        if (value != 0) {
            json.writeNumberProperty(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values, boolean always) {
        if (always || !values.isEmpty()) {
            json.writeArrayPropertyStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }

    private static void keys(JsonGenerator json, String name, List<String> keys) {
        if (!keys.isEmpty()) {
            json.writeObjectPropertyStart(name);
            for (String key : keys) {
                json.writeObjectPropertyStart(key);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    private static ImageConfig config(JsonParser json) {
        String user = null;
        String workingDir = null;
        String stopSignal = null;
        List<String> ports = List.of();
        List<String> env = List.of();
        List<String> entrypoint = List.of();
        List<String> cmd = List.of();
        List<String> volumes = List.of();
        Map<String, String> labels = Map.of();
        ImageHealth health = null;
        begin(json, JsonToken.START_OBJECT);
        for (String name = next(json); name != null; name = next(json)) {
            switch (name) {
                case "User" -> user = json.getString();
                case "ExposedPorts" -> ports = keys(json);
                case "Env" -> env = strings(json);
                case "Entrypoint" -> entrypoint = strings(json);
                case "Cmd" -> cmd = strings(json);
                case "Volumes" -> volumes = keys(json);
                case "WorkingDir" -> workingDir = json.getString();
                case "Labels" -> labels = texts(json);
                case "StopSignal" -> stopSignal = json.getString();
                case "Healthcheck" -> health = health(json);
                default -> json.skipChildren();
            }
        }
        return new ImageConfig(user, ports, env, entrypoint, cmd, volumes, workingDir, labels, stopSignal, health);
    }

    private static ImageHealth health(JsonParser json) {
        List<String> test = List.of();
        long interval = 0;
        long timeout = 0;
        long startPeriod = 0;
        long startInterval = 0;
        int retries = 0;
        begin(json, JsonToken.START_OBJECT);
        for (String name = next(json); name != null; name = next(json)) {
            switch (name) {
                case "Test" -> test = strings(json);
                case "Interval" -> interval = json.getLongValue();
                case "Timeout" -> timeout = json.getLongValue();
                case "StartPeriod" -> startPeriod = json.getLongValue();
                case "StartInterval" -> startInterval = json.getLongValue();
                case "Retries" -> retries = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        return new ImageHealth(test, interval, timeout, startPeriod, startInterval, retries);
    }

    private static List<String> diffIds(JsonParser json) {
        List<String> diffIds = List.of();
        begin(json, JsonToken.START_OBJECT);
        for (String name = next(json); name != null; name = next(json)) {
            if (name.equals("diff_ids")) {
                diffIds = strings(json);
            } else {
                json.skipChildren();
            }
        }
        return diffIds;
    }

    private static List<String> strings(JsonParser json) {
        begin(json, JsonToken.START_ARRAY);
        List<String> strings = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            strings.add(json.getString());
        }
        return strings;
    }

    private static List<String> keys(JsonParser json) {
        begin(json, JsonToken.START_OBJECT);
        List<String> keys = new ArrayList<>();
        for (String name = next(json); name != null; name = next(json)) {
            keys.add(name);
            json.skipChildren();
        }
        return keys;
    }

    private static Map<String, String> texts(JsonParser json) {
        begin(json, JsonToken.START_OBJECT);
        Map<String, String> texts = new TreeMap<>();
        for (String name = next(json); name != null; name = next(json)) {
            texts.put(name, json.getString());
        }
        return texts;
    }

    private static void begin(JsonParser json, JsonToken wanted) {
        if (json.currentToken() != wanted) {
            throw new StreamReadException(json, "expected " + wanted + ", found " + json.currentToken());
        }
    }

    /** The next member of the object that the parser is in, whose value is then the current token; null at its end. Nulls are absent. */
    private static String next(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                return name;
            }
        }
        return null;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
