package dev.jocker.cli.template;

import dev.jocker.cli.output.JsonText;
import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The functions that a template may call: Go's own, and those that docker adds. */
final class TemplateFunctions {
    private static final int ANY = Integer.MAX_VALUE;

    private TemplateFunctions() {}

    /** Refuses a function that is not there, or takes another number of arguments. */
    static void check(Place place, String function, int arguments) {
        int least = least(place, function);
        int most = most(function);
        if (arguments < least || arguments > most) {
            String wanted = most == ANY ? "at least " + least : least == most ? "" + least : least + " to " + most;
            throw new TemplateException(place, function + " takes " + wanted + " arguments, not " + arguments);
        }
    }

    private static int least(Place place, String function) {
        return switch (function) {
            case "print", "println" -> 0;
            case "json", "upper", "lower", "title", "len", "not", "index", "and", "or", "slice", "printf" -> 1;
            case "join", "split", "truncate", "eq", "ne", "lt", "le", "gt", "ge" -> 2;
            case "pad" -> 3;
            default -> throw new TemplateException(place, "there is no function " + function);
        };
    }

    private static int most(String function) {
        return switch (function) {
            case "json", "upper", "lower", "title", "len", "not" -> 1;
            case "join", "split", "truncate", "ne", "lt", "le", "gt", "ge" -> 2;
            case "pad", "slice" -> 3;
            default -> ANY;
        };
    }

    /** Calls it. {@code and} and {@code or} are {@link Evaluation}'s, as they need not look at all. */
    static Object call(Place place, String function, List<Object> arguments) {
        return switch (function) {
            case "json" -> JsonText.compact(arguments.getFirst());
            case "upper" -> text(arguments.getFirst()).toUpperCase(Locale.ROOT);
            case "lower" -> text(arguments.getFirst()).toLowerCase(Locale.ROOT);
            case "title" -> title(text(arguments.getFirst()));
            case "len" -> length(place, arguments.getFirst());
            case "not" -> !isTrue(arguments.getFirst());
            case "index" -> index(place, arguments);
            case "slice" -> slice(place, arguments);
            case "print" -> print(arguments);
            case "println" -> joined(arguments, " ") + "\n";
            case "printf" -> format(place, arguments);
            case "join" -> joined(list(place, arguments.getFirst()), text(arguments.get(1)));
            case "split" -> split(text(arguments.getFirst()), text(arguments.get(1)));
            case "truncate" -> truncate(text(arguments.getFirst()), (int) number(place, arguments.get(1)));
            case "pad" -> pad(place, arguments);
            default -> compare(place, function, arguments);
        };
    }

    /** What Go takes for true: not empty, not zero, not nil. */
    static boolean isTrue(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Long n -> n != 0;
            case Double n -> n != 0;
            case String s -> !s.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Missing _ -> false;
            default -> true;
        };
    }

    /** A value as Go prints it. */
    static String text(Object value) {
        return switch (value) {
            case null -> "<no value>";
            case Map<?, ?> map -> mapText(map);
            case List<?> list -> "[" + joined(list, " ") + "]";
            default -> value.toString();
        };
    }

    private static String mapText(Map<?, ?> map) {
        List<String> entries = new ArrayList<>();
        for (var entry : map.entrySet()) {
            entries.add(entry.getKey() + ":" + text(entry.getValue()));
        }
        entries.sort(null);
        return "map[" + String.join(" ", entries) + "]";
    }

    private static String joined(List<?> values, String separator) {
        var text = new StringBuilder();
        for (Object value : values) {
            text.append(text.isEmpty() ? "" : separator).append(text(value));
        }
        return text.toString();
    }

    /** Go puts a space between two that are no strings. */
    private static String print(List<Object> values) {
        var text = new StringBuilder();
        Object before = "";
        for (Object value : values) {
            text.append(before instanceof String || value instanceof String ? "" : " ")
                    .append(text(value));
            before = value;
        }
        return text.toString();
    }

    private static String title(String text) {
        return text.isEmpty() ? text : Character.toTitleCase(text.charAt(0)) + text.substring(1);
    }

    private static String truncate(String text, int length) {
        int letters = text.codePointCount(0, text.length());
        return letters <= length || length < 0 ? text : text.substring(0, text.offsetByCodePoints(0, length));
    }

    /** docker's: text, spaces before, spaces after; nothing for an empty text. */
    private static String pad(Place place, List<Object> arguments) {
        String text = text(arguments.getFirst());
        if (text.isEmpty()) {
            return text;
        }
        int before = (int) number(place, arguments.get(1));
        int after = (int) number(place, arguments.get(2));
        return " ".repeat(Math.max(0, before)) + text + " ".repeat(Math.max(0, after));
    }

    private static List<Object> split(String text, String separator) {
        return List.of((Object[]) text.split(java.util.regex.Pattern.quote(separator), -1));
    }

    private static long length(Place place, Object value) {
        return switch (value) {
            case String s -> s.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            case Map<?, ?> map -> map.size();
            case List<?> list -> list.size();
            case null, default -> throw new TemplateException(place, text(value) + " has no length");
        };
    }

    private static Object index(Place place, List<Object> arguments) {
        Object value = arguments.getFirst();
        for (Object key : arguments.subList(1, arguments.size())) {
            value = switch (value) {
                case Map<?, ?> map -> map.containsKey(key) ? map.get(key) : "";
                case List<?> list -> {
                    long at = number(place, key);
                    if (at < 0 || at >= list.size()) {
                        throw new TemplateException(place, "index " + at + " of a list of " + list.size());
                    }
                    yield list.get((int) at);
                }
                case null, default -> throw new TemplateException(place, text(value) + " is no list and no map");
            };
        }
        return value;
    }

    private static Object slice(Place place, List<Object> arguments) {
        Object value = arguments.getFirst();
        int length = value instanceof String s ? s.length() : list(place, value).size();
        long from = arguments.size() > 1 ? number(place, arguments.get(1)) : 0;
        long to = arguments.size() > 2 ? number(place, arguments.get(2)) : length;
        if (from < 0 || to < from || to > length) {
            throw new TemplateException(place, "slice " + from + " to " + to + " of " + length);
        }
        return value instanceof String s
                ? s.substring((int) from, (int) to)
                : list(place, value).subList((int) from, (int) to);
    }

    private static String format(Place place, List<Object> arguments) {
        // Go's %v is Java's %s, and so is its %q with quotes; d, s, x, f and widths are the same.
        String format = text(arguments.getFirst()).replace("%v", "%s").replace("%q", "\"%s\"");
        Object[] values = arguments.subList(1, arguments.size()).toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] instanceof Number ? values[i] : text(values[i]);
        }
        try {
            return String.format(Locale.ROOT, format, values);
        } catch (IllegalFormatException e) {
            throw new TemplateException(place, "printf \"" + text(arguments.getFirst()) + "\": " + e.getMessage());
        }
    }

    private static Object compare(Place place, String function, List<Object> arguments) {
        Object first = arguments.getFirst();
        if (function.equals("eq")) { // equal to any of them
            for (Object other : arguments.subList(1, arguments.size())) {
                if (Objects.equals(first, other)) {
                    return true;
                }
            }
            return false;
        }
        Object second = arguments.get(1);
        if (function.equals("ne")) {
            return !Objects.equals(first, second);
        }
        int order = first instanceof String a && second instanceof String b
                ? a.compareTo(b)
                : Double.compare(decimal(place, first), decimal(place, second));
        return switch (function) {
            case "lt" -> order < 0;
            case "le" -> order <= 0;
            case "gt" -> order > 0;
            default -> order >= 0;
        };
    }

    private static List<?> list(Place place, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new TemplateException(place, text(value) + " is no list");
    }

    private static long number(Place place, Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new TemplateException(place, text(value) + " is no whole number");
    }

    private static double decimal(Place place, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new TemplateException(place, text(value) + " can't be compared");
    }
}
