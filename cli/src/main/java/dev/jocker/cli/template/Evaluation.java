package dev.jocker.cli.template;

import dev.jocker.cli.output.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One printing of a template: the dot, the variables, the text so far. */
final class Evaluation {
    private final StringBuilder out = new StringBuilder();
    private final Object root;
    private final List<Variable> variables = new ArrayList<>();
    private Object dot;

    private static final class Variable {
        private final String name;
        private Object value;

        Variable(String name, Object value) {
            this.name = name;
            this.value = value;
        }
    }

    private Evaluation(Object data) {
        root = data;
        dot = data;
        variables.add(new Variable("", data));
    }

    static String of(List<Node> nodes, Object data) {
        var evaluation = new Evaluation(data);
        evaluation.print(nodes);
        return evaluation.out.toString();
    }

    /** Variables that are made in a block are gone after it. */
    private void print(List<Node> nodes) {
        int known = variables.size();
        for (Node node : nodes) {
            print(node);
        }
        variables.subList(known, variables.size()).clear();
    }

    private void print(Node node) {
        switch (node) {
            case Node.Text(String text) -> out.append(text);
            case Node.Print(Expression value) -> out.append(TemplateFunctions.text(present(value)));
            case Node.Assign assign -> assign(assign);
            case Node.If(Expression condition, List<Node> then, List<Node> otherwise) ->
                print(TemplateFunctions.isTrue(value(condition)) ? then : otherwise);
            case Node.With(Expression value, List<Node> then, List<Node> otherwise) -> {
                Object found = value(value);
                if (TemplateFunctions.isTrue(found)) {
                    printWith(found, then);
                } else {
                    print(otherwise);
                }
            }
            case Node.Range range -> range(range);
        }
    }

    private void printWith(Object newDot, List<Node> nodes) {
        Object before = dot;
        dot = newDot;
        print(nodes);
        dot = before;
    }

    private void assign(Node.Assign assign) {
        Object value = present(assign.value());
        if (assign.isNew()) {
            variables.add(new Variable(assign.name(), value));
        } else {
            variable(assign.place(), assign.name()).value = value;
        }
    }

    private void range(Node.Range range) {
        switch (value(range.of())) {
            case List<?> list
            when !list.isEmpty() -> {
                for (int i = 0; i < list.size(); i++) {
                    turn(range, (long) i, list.get(i));
                }
            }
            case Map<?, ?> map
            when !map.isEmpty() -> new TreeMap<>(map).forEach((key, value) -> turn(range, key, value));
            case Long count
            when count > 0 -> {
                for (long i = 0; i < count; i++) {
                    turn(range, i, i);
                }
            }
            case String text
            when !text.isEmpty() -> throw new TemplateException(range.place(), "range can't go over " + text);
            case null, default -> print(range.otherwise());
        }
    }

    private void turn(Node.Range range, Object key, Object value) {
        int known = variables.size();
        if (range.key() != null) {
            variables.add(new Variable(range.key(), key));
        }
        if (range.value() != null) {
            variables.add(new Variable(range.value(), value));
        }
        printWith(value, range.each());
        variables.subList(known, variables.size()).clear();
    }

    /** A value that has to be there. */
    private Object present(Expression expression) {
        Object value = value(expression);
        if (value instanceof Missing missing) {
            throw missing.exception();
        }
        return value;
    }

    private Object value(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Dot _ -> dot;
            case Expression.Variable(Place place, String name) -> variable(place, name).value;
            case Expression.Field field -> field(field);
            case Expression.Call call -> call(call);
        };
    }

    private Object call(Expression.Call call) {
        String function = call.function();
        if (function.equals("and") || function.equals("or")) { // the first that decides
            Object value = null;
            for (Expression argument : call.arguments()) {
                value = value(argument);
                if (TemplateFunctions.isTrue(value) == function.equals("or")) {
                    return value;
                }
            }
            return value;
        }
        List<Object> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(function.equals("not") ? value(argument) : present(argument));
        }
        return TemplateFunctions.call(call.place(), function, arguments);
    }

    private Object field(Expression.Field field) {
        Object of = value(field.of());
        if (of instanceof Missing) {
            return of;
        }
        if (of == null) {
            return null;
        }
        if (!(of instanceof Map<?, ?> map)) {
            throw new TemplateException(field.place(), TemplateFunctions.text(of) + " has no field ." + field.name());
        }
        if (!map.containsKey(field.name())) {
            return isRoot(map) ? new Missing(field.place(), unknown(field.name(), map)) : null;
        }
        Object value = map.get(field.name());
        if (value instanceof Method method && field.arguments().size() == 1) {
            return method.of(TemplateFunctions.text(present(field.arguments().getFirst())));
        }
        if (!field.arguments().isEmpty() || value instanceof Method) {
            throw new TemplateException(
                    field.place(),
                    "." + field.name() + (value instanceof Method ? " takes one word" : " takes no arguments"));
        }
        return value;
    }

    private static String unknown(String name, Map<?, ?> map) {
        var names = new TreeMap<String, Boolean>();
        for (Object key : map.keySet()) {
            if (key.toString().equalsIgnoreCase(name)) {
                return "there is no field ." + name + "; did you mean ." + key + "?";
            }
            names.put(key.toString(), true);
        }
        return "there is no field ." + name + "; there are: " + String.join(" ", names.keySet());
    }

    private Variable variable(Place place, String name) {
        for (Variable each : variables.reversed()) {
            if (each.name.equals(name)) {
                return each;
            }
        }
        throw new TemplateException(place, "there is no variable $" + name);
    }

    @SuppressWarnings("ReferenceEquality") // the very row, not one that is like it
    private boolean isRoot(Map<?, ?> map) {
        return map == root;
    }
}
