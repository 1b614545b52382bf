package dev.jocker.cli.template;

import java.util.List;

/** A part of a template that has a value. */
sealed interface Expression {
    Place place();

    record Constant(Place place, Object value) implements Expression {}

    /** What the dot is at this moment. */
    record Dot(Place place) implements Expression {}

    /** {@code $name}; without a name, what the template was given. */
    record Variable(Place place, String name) implements Expression {}

    /** {@code of.name arguments}. */
    record Field(Place place, Expression of, String name, List<Expression> arguments) implements Expression {}

    record Call(Place place, String function, List<Expression> arguments) implements Expression {}
}
