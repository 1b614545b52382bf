package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.Links;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The links of the namespace by number and by name. All are asked for when first one is wanted by its number. */
final class LinkNames {
    private final Links links;
    private Map<Integer, Link> known;

    LinkNames(Links links) {
        this.links = links;
    }

    /** The link of a name that was typed. */
    Link named(String name) throws IOException {
        Optional<Link> link = links.find(Values.linkName(name));
        return link.orElseThrow(() -> new UsageException("there is no link \"" + name + "\""));
    }

    int index(String name) throws IOException {
        return named(name).index();
    }

    /** A link's name; {@code if17} for one that is not here. */
    String name(int index) throws IOException {
        Link link = link(index);
        return link == null ? "if" + index : link.name();
    }

    /** A link, or null. */
    Link link(int index) throws IOException {
        all();
        return known.get(index);
    }

    /** All of them, in the kernel's order. */
    List<Link> all() throws IOException {
        if (known == null) {
            known = new LinkedHashMap<>();
            for (Link each : links.list()) {
                known.put(each.index(), each);
            }
        }
        return List.copyOf(known.values());
    }
}
