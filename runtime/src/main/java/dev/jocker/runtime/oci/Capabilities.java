package dev.jocker.runtime.oci;

import java.util.List;

/** The five capability sets, {@code capabilities(7)}; names begin with {@code CAP_}. */
public record Capabilities(
        List<String> bounding,
        List<String> effective,
        List<String> inheritable,
        List<String> permitted,
        List<String> ambient) {
    public Capabilities {
        bounding = Frozen.list(bounding);
        effective = Frozen.list(effective);
        inheritable = Frozen.list(inheritable);
        permitted = Frozen.list(permitted);
        ambient = Frozen.list(ambient);
    }
}
