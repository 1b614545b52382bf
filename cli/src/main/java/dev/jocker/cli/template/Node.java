package dev.jocker.cli.template;

import java.util.List;

/** A part of a template that prints something. */
sealed interface Node {
    /** Words as they are. */
    record Text(String text) implements Node {}

    /** A value. */
    record Print(Expression value) implements Node {}

    /** {@code {{$name := value}}}, or with {@code =} a new value for it. */
    record Assign(Place place, String name, boolean isNew, Expression value) implements Node {}

    record If(Expression condition, List<Node> then, List<Node> otherwise) implements Node {}

    record With(Expression value, List<Node> then, List<Node> otherwise) implements Node {}

    /** {@code {{range $key, $value := of}}}; the names may be null. */
    record Range(Place place, String key, String value, Expression of, List<Node> each, List<Node> otherwise)
            implements Node {}
}
