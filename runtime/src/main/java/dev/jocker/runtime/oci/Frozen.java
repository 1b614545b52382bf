package dev.jocker.runtime.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Unchangeable copies; null, which is what an absent member is read as, becomes empty. */
final class Frozen {
    private Frozen() {}

    static <E> List<E> list(List<E> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Map.copyOf would lose the order in which a file has its members. */
    static <V> Map<String, V> map(Map<String, V> map) {
        return map == null || map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
