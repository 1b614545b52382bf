package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Address;
import dev.jocker.runtime.route.AddressFlag;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.syscall.Flags;

/** Prints the addresses of a link as {@code ip address show} does. */
final class AddressPrinter {
    private final Session session;
    private final Report report;
    private final Link link;

    AddressPrinter(Session session, Report report, Link link) {
        this.session = session;
        this.report = report;
        this.link = link;
    }

    void print(Address address) {
        Display display = session.display();
        boolean v4 = address.local().address().isV4();
        if (display.brief()) {
            local(address);
            return;
        }
        if (display.oneLine()) {
            report.value("index", "", link.index(), ": ");
            report.value("dev", "", link.name(), "");
        }
        report.value("family", "    ", v4 ? "inet" : "inet6", " ");
        local(address);
        if (address.broadcast() != null) {
            report.value("broadcast", "brd ", address.broadcast().toString(), " ");
        }
        report.value("scope", "scope ", session.scopes.of(address.scope()), " ");
        flags(address.flags(), v4);
        if (address.label() != null) {
            report.value("label", "", address.label(), "");
        }
        report.newLine();
        boolean deprecated = address.flags().has(AddressFlag.IFA_F_DEPRECATED);
        lifetime("valid_life_time", "       valid_lft ", address.validSeconds(), " ");
        lifetime("preferred_life_time", "preferred_lft ", deprecated ? 0 : address.preferredSeconds(), "");
        report.text("\n");
    }

    private void local(Address address) {
        report.value("local", "", address.local().address().toString(), "");
        if (address.peer() != null) {
            report.value("address", " peer ", address.peer().toString(), "");
        }
        report.value("prefixlen", "/", address.local().prefix(), " ");
        if (address.metric() != 0) {
            report.value("metric", "metric ", address.metric(), " ");
        }
    }

    private void flags(Flags<AddressFlag> flags, boolean v4) {
        Flags<AddressFlag> rest = flags;
        for (AddressWords each : AddressWords.values()) {
            boolean is = rest.has(each.flag());
            rest = rest.without(each.flag());
            if (each == AddressWords.PERMANENT) {
                if (!is) {
                    report.flag("dynamic", "dynamic ");
                }
            } else if (is) {
                String word = each == AddressWords.SECONDARY && !v4 ? "temporary" : each.word();
                report.flag(word, word + " ");
            }
        }
        if (!rest.isEmpty()) {
            String bits = Long.toHexString(rest.bits());
            report.value("ifa_flags", "flags ", bits.length() < 2 ? "0" + bits : bits, " ");
        }
    }

    private void lifetime(String name, String before, long seconds, String after) {
        if (report.isJson()) {
            report.json(name, seconds);
        } else {
            report.text(before);
            report.text(seconds == Address.FOREVER ? "forever" : seconds + "sec");
            report.text(after);
        }
    }
}
