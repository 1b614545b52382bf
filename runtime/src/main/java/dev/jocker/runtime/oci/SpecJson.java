package dev.jocker.runtime.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The runtime specification's documents as JSON. Members that are absent, empty or false are left out, as runc does;
 * members that nobody here knows are passed over when read. The one class that loads Jackson's databinding: who only makes
 * a {@link Spec} does not pay for it.
 */
public final class SpecJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) // an absent flag is false
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .changeDefaultPropertyInclusion(
                    value -> JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .withConfigOverride(
                    boolean.class,
                    override -> override.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS)))
            .addMixIn(Resources.DeviceRule.class, DeviceRuleNames.class)
            .addMixIn(Process.IoPriority.class, IoPriorityNames.class)
            .addMixIn(Process.CpuAffinity.class, CpuAffinityNames.class)
            .addMixIn(Rlimit.class, RlimitNumbers.class)
            .addMixIn(Seccomp.Argument.class, ArgumentNumbers.class)
            .build();

    private SpecJson() {}

    /**
     * Reads a config.json.
     *
     * @throws InvalidSpecException if it is no JSON, or a member has the wrong form; the message names the member
     */
    public static Spec readSpec(byte[] json) {
        return read(json, Spec.class);
    }

    /**
     * Reads a state.
     *
     * @throws InvalidSpecException if it is no JSON, or a member has the wrong form; the message names the member
     */
    public static State readState(byte[] json) {
        return read(json, State.class);
    }

    /** Writes a config.json with tabs, as {@code runc spec} does, and a line break at the end. */
    public static byte[] write(Spec spec) {
        return writeDocument(spec);
    }

    /** Writes a state likewise. */
    public static byte[] write(State state) {
        return writeDocument(state);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new InvalidSpecException(describe(e), e);
        }
        if (value == null) {
            throw new InvalidSpecException("expected an object, found null");
        }
        return value;
    }

    private static byte[] writeDocument(Object value) {
        DefaultIndenter tabs = new DefaultIndenter("\t", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator(""))
                .withObjectIndenter(tabs)
                .withArrayIndenter(tabs);
        ObjectWriter writer = MAPPER.writer().with(printer);
        byte[] text = writer.writeValueAsBytes(value);
        byte[] line = java.util.Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    /** {@code process.args[2]: expected a text, line 7 column 12}. */
    private static String describe(JacksonException e) {
        StringBuilder message = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() == null) {
                message.append('[').append(reference.getIndex()).append(']');
            } else {
                message.append(message.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        message.append(message.isEmpty() ? "" : ": ");
        if (e.getCause() instanceof NullPointerException) {
            message.append("a list in it has a null"); // List.copyOf in the record's constructor
        } else if (e.getCause() instanceof IllegalArgumentException refusal) {
            message.append(refusal.getMessage());
        } else if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            message.append("expected ").append(expected(mismatch.getTargetType()));
        } else {
            message.append(e.getOriginalMessage().lines().findFirst().orElse("not JSON"));
        }
        if (e.getLocation() != null && e.getLocation().getLineNr() > 0) {
            message.append(", line ").append(e.getLocation().getLineNr());
            message.append(" column ").append(e.getLocation().getColumnNr());
        }
        return message.toString();
    }

    private static String expected(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number (within its range)";
        }
        if (type.isEnum()) {
            return "one of " + java.util.Arrays.toString(type.getEnumConstants());
        }
        return java.util.Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    // What Jackson has to know of a member beyond its name; beside the records, so that they do not load it.

    /** "allow": false has to be said. */
    interface DeviceRuleNames {
        @JsonInclude(JsonInclude.Include.ALWAYS)
        boolean allow();
    }

    interface IoPriorityNames {
        @JsonProperty("class")
        String priorityClass();
    }

    interface CpuAffinityNames {
        @JsonProperty("final")
        String last();
    }

    /** The limits are unsigned: no limit is 18446744073709551615. */
    interface RlimitNumbers {
        @JsonSerialize(using = WriteUnsigned.class)
        @JsonDeserialize(using = ReadUnsigned.class)
        long hard();

        @JsonSerialize(using = WriteUnsigned.class)
        @JsonDeserialize(using = ReadUnsigned.class)
        long soft();
    }

    interface ArgumentNumbers {
        @JsonSerialize(using = WriteUnsigned.class)
        @JsonDeserialize(using = ReadUnsigned.class)
        long value();

        @JsonSerialize(using = WriteUnsigned.class)
        @JsonDeserialize(using = ReadUnsigned.class)
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long valueTwo();
    }

    private static final class WriteUnsigned extends ValueSerializer<Long> {
        @Override
        public void serialize(Long value, JsonGenerator generator, SerializationContext context) {
            generator.writeNumber(Long.toUnsignedString(value));
        }

        @Override
        public boolean isEmpty(SerializationContext context, Long value) {
            return false;
        }
    }

    private static final class ReadUnsigned extends ValueDeserializer<Long> {
        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                java.math.BigInteger number = parser.getBigIntegerValue();
                if (number.signum() >= 0 && number.bitLength() <= 64) {
                    return number.longValue();
                }
            }
            return (Long) context.handleUnexpectedToken(context.constructType(Long.class), parser);
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return 0L;
        }
    }
}
