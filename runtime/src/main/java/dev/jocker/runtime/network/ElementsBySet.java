package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.nftables.Batch;
import dev.jocker.runtime.nftables.Data;
import dev.jocker.runtime.nftables.Element;
import dev.jocker.runtime.nftables.Set;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Elements, and which sets they are for. Each bears a comment that says whose it is. */
final class ElementsBySet {
    private final Map<Set, List<Element>> elements = new LinkedHashMap<>();

    void add(Set set, Element element) {
        List<Element> list = elements.get(set);
        if (list == null) {
            list = new ArrayList<>();
            elements.put(set, list);
        }
        list.add(element);
    }

    /** A subnet is two elements, its beginning and what follows its end: the comment has all of it. */
    void addSubnet(Set set, Cidr subnet, String bridge) {
        for (Element element : Element.network(subnet)) {
            add(
                    set,
                    element.isEnd()
                            ? element
                            : element.comment(bridge.concat(" ").concat(subnet.toString())));
        }
    }

    /** From a subnet into the same. */
    void addOwn(Set set, Cidr subnet, String bridge) {
        Bytes first = Data.of(subnet.first());
        Bytes last = Data.of(subnet.last());
        add(
                set,
                Element.range(Data.concatenated(first, first), Data.concatenated(last, last))
                        .comment(bridge));
    }

    /** A link's name, as often as the set has it in a key. */
    void addLink(Set set, String link) {
        Bytes name = Data.linkName(link);
        add(set, Element.of(set.key().size() == 1 ? name : Data.concatenated(name, name)));
    }

    void addPort(Set map, PublishedPort port, IpAddress target, String containerId) {
        Bytes protocol = Data.protocol(port.protocol().number());
        Bytes service = Data.port(port.hostPort());
        Bytes key = map.key().size() == 2
                ? Data.concatenated(protocol, service)
                : Data.concatenated(protocol, Data.of(port.host()), service);
        Bytes data = Data.concatenated(Data.of(target), Data.port(port.containerPort()));
        add(map, Element.of(key, data).comment(containerId));
    }

    boolean isEmpty() {
        return elements.isEmpty();
    }

    Map<Set, List<Element>> bySet() {
        return elements;
    }

    /** As {@link Batch#add}: one that is there stays. */
    void addTo(Batch batch) {
        for (Map.Entry<Set, List<Element>> entry : elements.entrySet()) {
            batch.add(entry.getKey(), entry.getValue());
        }
    }

    /** As {@link Batch#create}: the batch is refused if one is there. */
    void createIn(Batch batch) {
        for (Map.Entry<Set, List<Element>> entry : elements.entrySet()) {
            batch.create(entry.getKey(), entry.getValue());
        }
    }

    void deleteFrom(Batch batch) {
        for (Map.Entry<Set, List<Element>> entry : elements.entrySet()) {
            batch.delete(entry.getKey(), entry.getValue());
        }
    }
}
