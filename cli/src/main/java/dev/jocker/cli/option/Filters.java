package dev.jocker.cli.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What {@code --filter} was given: several of one name are alternatives, different names have all to hold. */
public final class Filters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * Reads them.
     *
     * @param given {@code NAME=VALUE} each
     * @param known the names that there are
     * @throws OptionException if one has no value or is not there
     */
    public Filters(List<String> given, Set<String> known) {
        for (String filter : given) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw new OptionException("--filter \"" + filter + "\": expected NAME=VALUE");
            }
            String name = filter.substring(0, equals).strip();
            if (!known.contains(name)) {
                List<String> names = new ArrayList<>(known);
                names.sort(null);
                throw new OptionException("--filter \"" + filter + "\": there is no filter " + name + "; there are "
                        + String.join(", ", names));
            }
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(filter.substring(equals + 1));
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The values of one name; empty where it was not given. */
    public List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether the name was not given, or one of its values passes. */
    public boolean pass(String name, Predicate<String> test) {
        List<String> alternatives = values(name);
        return alternatives.isEmpty() || alternatives.stream().anyMatch(test);
    }

    /** Labels have all to be there, with the value where one is named: {@code label=a}, {@code label=a=1}. */
    public boolean passLabels(Map<String, String> labels) {
        for (String label : values("label")) {
            int equals = label.indexOf('=');
            String key = equals < 0 ? label : label.substring(0, equals);
            if (!labels.containsKey(key)
                    || equals >= 0 && !label.substring(equals + 1).equals(labels.get(key))) {
                return false;
            }
        }
        return true;
    }
}
