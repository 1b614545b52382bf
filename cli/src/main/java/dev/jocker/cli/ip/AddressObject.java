package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.route.Address;
import dev.jocker.runtime.route.AddressFlag;
import dev.jocker.runtime.route.Addresses;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code jocker ip address}. */
final class AddressObject {
    private static final int LONGEST_LABEL = 15; // IFNAMSIZ, without the zero at its end

    private final Session session;

    AddressObject(Session session) {
        this.session = session;
    }

    void run(Words words) throws IOException {
        String typed = words.hasNext() ? words.next() : "show";
        String verb =
                Words.match(typed, "add", "change", "chg", "replace", "delete", "show", "lst", "list", "flush", "help");
        switch (verb) {
            case "add" -> session.route().addresses().add(parse(words, false));
            // ip(8) asks for a change of what is there; the kernel has but one way for both
            case "change", "chg", "replace" -> session.route().addresses().replace(parse(words, false));
            case "delete" -> session.route().addresses().delete(parse(words, true));
            case "show", "list", "lst" -> show(words);
            case "flush" -> flush(words);
            case "help" -> session.print(Help.ADDRESS);
            case null, default -> throw Help.unknownVerb(typed, "address");
        }
    }

    private void show(Words words) throws IOException {
        var filter = AddressFilter.parse(words, session, session.display().family());
        Display display = session.display();
        List<Address> all =
                display.linkLayer() ? List.of() : session.route().addresses().list();
        Report report = session.report();
        for (Link link : filter.links().find(session)) {
            List<Address> its = filter.of(link, all);
            boolean told = !its.isEmpty() || !display.oneLine() || display.linkLayer();
            if (told && (display.linkLayer() || filter.shows(link, its, all))) {
                report.openObject();
                print(report, link, its, filter);
                report.closeObject();
            }
        }
        session.print(report);
    }

    private void print(Report report, Link link, List<Address> addresses, AddressFilter filter) throws IOException {
        Display display = session.display();
        boolean bare = display.oneLine() && !display.linkLayer();
        var links = new LinkPrinter(session, report, LinkPrinter.Form.above(filter.family()));
        if (display.brief()) {
            links.printBrief(link);
        } else if (!bare) {
            links.print(link);
            report.text("\n");
        }
        report.openList("addr_info");
        var printer = new AddressPrinter(session, report, link);
        for (Address each : addresses) {
            report.openObject();
            printer.print(each);
            report.closeObject();
        }
        report.closeList();
        if (display.brief()) {
            report.text("\n");
        } else if (!bare && display.statistics() > 0) {
            links.statistics(link);
            report.text("\n");
        }
    }

    /** All that pass are deleted; without any word that narrows it down that would be all there are. */
    private void flush(Words words) throws IOException {
        boolean all = !words.hasNext();
        var filter = AddressFilter.parse(words, session, session.display().family());
        if (all) {
            throw new UsageException("say which addresses: ip address flush dev NAME");
        }
        Addresses addresses = session.route().addresses();
        List<Address> there = addresses.list();
        for (Link link : filter.links().find(session)) {
            List<Address> doomed = new ArrayList<>(filter.of(link, there));
            // The kernel deletes secondary ones with their primary, unless it promotes them: last first.
            for (int i = doomed.size() - 1; i >= 0; i--) {
                addresses.delete(doomed.get(i));
            }
        }
    }

    private Address parse(Words words, boolean forDelete) throws IOException {
        Family family = session.display().family();
        Cidr local = null;
        Cidr peer = null;
        String broadcast = null;
        String device = null;
        Address address = Address.of(0, new Cidr(IpAddress.anyV4(), 0));
        while (words.hasNext()) {
            String word = words.next();
            Address more = attribute(word, words, address);
            if (more != null) {
                address = more;
                continue;
            }
            switch (word) {
                case "dev" -> device = words.value(word);
                case "peer", "remote" -> peer = Values.network(words.value(word), family);
                case "broadcast", "brd" -> broadcast = words.value(word);
                default -> {
                    String text = word.equals("local") ? words.value(word) : word;
                    if (local != null) {
                        throw Words.garbage(text);
                    }
                    local = Values.network(text, family);
                }
            }
        }
        if (local == null && peer == null) {
            throw new UsageException(
                    "say which address: ip address " + (forDelete ? "del" : "add") + " 10.0.0.1/24 dev NAME");
        }
        if (device == null) {
            throw new UsageException("say on which link: dev NAME");
        }
        if (address.preferredSeconds() > address.validSeconds()) {
            throw new UsageException("preferred_lft is greater than valid_lft");
        }
        address = address.at(session.links().index(device), local == null ? peer : local);
        if (peer != null && local != null) {
            address = address.at(address.link(), new Cidr(local.address(), peer.prefix()))
                    .peer(peer.address());
        }
        return broadcast == null ? address : broadcast(address, broadcast);
    }

    /** {@code +}: the last address of the network; {@code -}: its first. */
    private static Address broadcast(Address address, String text) {
        Cidr network = address.peer() == null
                ? address.local()
                : new Cidr(address.peer(), address.local().prefix());
        return address.broadcast(
                switch (text) {
                    case "+" -> network.last();
                    case "-" -> network.first();
                    default -> Values.address(text, Family.of(address.local().address()));
                });
    }

    /** Null if the word is about something else. */
    private Address attribute(String word, Words words, Address address) {
        AddressFlag flag = AddressWords.settableFlag(word);
        if (flag != null) {
            return address.with(flag);
        }
        return switch (word) {
            case "label" -> address.label(label(words.value(word)));
            case "scope" -> address.scope((int) session.scopes.number("scope", words.value(word), 255));
            case "metric", "priority", "preference" -> address.metric(Values.u32(word, words.value(word)));
            case "valid_lft" -> address.lifetime(seconds(word, words.value(word)), address.preferredSeconds());
            case "preferred_lft" -> address.lifetime(address.validSeconds(), seconds(word, words.value(word)));
            default -> null;
        };
    }

    private static String label(String text) {
        if (text.length() > LONGEST_LABEL) {
            throw new UsageException("\"" + text + "\" is too long for a label: 15 characters at most");
        }
        return text;
    }

    private static long seconds(String what, String text) {
        return text.equals("forever") ? Address.FOREVER : Values.u32(what, text);
    }
}
