package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.route.Address;
import dev.jocker.runtime.route.AddressFlag;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which addresses are shown, or flushed. */
final class AddressFilter {
    private LinkFilter links = LinkFilter.all();
    private final Family family;
    private Cidr network;
    private long scope = -1;
    private String label;
    private long flags;
    private long mask;

    private AddressFilter(Family family) {
        this.family = family;
    }

    /** @param family null: both */
    static AddressFilter parse(Words words, Session session, Family family) throws IOException {
        var filter = new AddressFilter(family);
        while (words.hasNext()) {
            LinkFilter more = filter.links.with(words, session);
            if (more != null) {
                filter.links = more;
            } else if (!filter.take(words, session)) {
                filter.links = filter.links.device(words, session);
            }
        }
        return filter;
    }

    private boolean take(Words words, Session session) {
        String word = words.peek();
        boolean no = word.startsWith("-") && word.length() > 1;
        AddressFlag flag = AddressWords.flag(no ? word.substring(1) : word);
        if (flag != null || word.equals("primary") || word.equals("dynamic")) {
            words.next();
            boolean inverse = word.equals("primary") || word.equals("dynamic") || no;
            AddressFlag meant = flag != null
                    ? flag
                    : word.equals("primary") ? AddressFlag.IFA_F_SECONDARY : AddressFlag.IFA_F_PERMANENT;
            mask |= meant.bits();
            flags = inverse ? flags & ~meant.bits() : flags | meant.bits();
            return true;
        }
        switch (word) {
            case "scope" -> {
                String value = words.value(words.next());
                scope = value.equals("all") ? -1 : session.scopes.number("scope", value, 255);
            }
            case "to" -> network = Values.network(words.value(words.next()), family);
            case "label" -> label = words.value(words.next());
            default -> {
                return false;
            }
        }
        return true;
    }

    LinkFilter links() {
        return links;
    }

    /** The family of the addresses; null: both. */
    Family family() {
        return network == null || family != null ? family : Family.of(network.address());
    }

    /** Whether a link is shown: one with addresses that pass, or, where both families are, without any address. */
    boolean shows(Link link, List<Address> passing, List<Address> all) {
        if (!passing.isEmpty()) {
            return true;
        }
        for (Address each : all) {
            if (each.link() == link.index()) {
                return false;
            }
        }
        return family() == null;
    }

    /** Those of {@code all} that are the link's and pass. */
    List<Address> of(Link link, List<Address> all) {
        List<Address> passing = new ArrayList<>();
        for (Address each : all) {
            if (each.link() == link.index() && passes(each, link)) {
                passing.add(each);
            }
        }
        return passing;
    }

    private boolean passes(Address address, Link link) {
        if (family != null && Family.of(address.local().address()) != family) {
            return false;
        }
        if (scope >= 0 && address.scope() != scope || (address.flags().bits() & mask) != flags) {
            return false;
        }
        if (network != null
                && !(network.prefix() <= address.local().prefix()
                        && network.contains(address.local().address()))) {
            return false;
        }
        return label == null || matches(label, address.label() == null ? link.name() : address.label());
    }

    /** A pattern of a shell with {@code *} for any letters and {@code ?} for one. */
    static boolean matches(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return matches(pattern.substring(1), text) || !text.isEmpty() && matches(pattern, text.substring(1));
        }
        boolean first = !text.isEmpty() && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0));
        return first && matches(pattern.substring(1), text.substring(1));
    }
}
