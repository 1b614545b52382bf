package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.HardwareType;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkFlag;
import dev.jocker.runtime.route.LinkState;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;

/** Prints links as {@code ip link show} does, and as they stand above their addresses in {@code ip address show}. */
final class LinkPrinter {
    private static final int NAME_COLUMN = 16;
    private static final int STATE_COLUMN = 14;
    private static final String[] MODES = {"DEFAULT", "DORMANT"};

    /** In the order in which they are printed. */
    private static final LinkFlag[] FLAGS = {
        LinkFlag.IFF_LOOPBACK,
        LinkFlag.IFF_BROADCAST,
        LinkFlag.IFF_POINTOPOINT,
        LinkFlag.IFF_MULTICAST,
        LinkFlag.IFF_NOARP,
        LinkFlag.IFF_ALLMULTI,
        LinkFlag.IFF_PROMISC,
        LinkFlag.IFF_MASTER,
        LinkFlag.IFF_SLAVE,
        LinkFlag.IFF_DEBUG,
        LinkFlag.IFF_DYNAMIC,
        LinkFlag.IFF_AUTOMEDIA,
        LinkFlag.IFF_PORTSEL,
        LinkFlag.IFF_NOTRAILERS,
        LinkFlag.IFF_UP,
        LinkFlag.IFF_LOWER_UP,
        LinkFlag.IFF_DORMANT,
        LinkFlag.IFF_ECHO
    };

    private final Session session;
    private final Report report;
    private final Display display;
    private final boolean ofLinks;
    private final Form form;

    /** What is printed. */
    enum Form {
        /** Links are what was asked for. */
        LINKS,
        ABOVE_ADDRESSES,
        /** Without what is of the hardware. */
        ABOVE_V4_ADDRESSES,
        /** As the kernel's IPv6 tells of links, to which much is unknown. */
        ABOVE_V6_ADDRESSES;

        /** @param family null: both */
        static Form above(Family family) {
            if (family == null) {
                return ABOVE_ADDRESSES;
            }
            return family == Family.AF_INET ? ABOVE_V4_ADDRESSES : ABOVE_V6_ADDRESSES;
        }
    }

    LinkPrinter(Session session, Report report, Form form) {
        this.session = session;
        this.report = report;
        this.display = session.display();
        this.form = form;
        this.ofLinks = form == Form.LINKS;
    }

    /** All of a link, up to its addresses; the line is not ended. */
    void print(Link link) throws IOException {
        report.value("ifindex", "", link.index(), ": ");
        boolean parentIsDown = name(link, ": ");
        flags(link.flags(), parentIsDown);
        report.value("mtu", "mtu ", link.mtu(), " ");
        if (form != Form.ABOVE_V6_ADDRESSES) {
            report.value("qdisc", "qdisc ", link.queueingDiscipline(), " ");
            if (link.master() != 0) {
                report.value("master", "master ", session.links().name(link.master()), " ");
            }
        }
        report.value("operstate", "state ", state(link), " ");
        if (ofLinks) {
            int mode = link.details().mode();
            report.value("linkmode", "mode ", mode < MODES.length ? MODES[mode] : Integer.toString(mode), " ");
        }
        if (form != Form.ABOVE_V6_ADDRESSES) {
            report.value("group", "group ", session.groups.of(link.group()), " ");
        }
        if (link.txQueueLength() != 0) {
            report.value("txqlen", "qlen ", link.txQueueLength(), "");
        }
        if (ofLinks || form == Form.ABOVE_ADDRESSES || display.details()) {
            report.newLine();
            hardware(link);
        }
        otherNamespace(link);
        if (display.details()) {
            new LinkDetailPrinter(session, report).print(link, ofLinks);
        }
        if ((ofLinks || display.details()) && link.alias() != null) {
            report.newLine();
            report.value("ifalias", "    alias ", link.alias(), "");
        }
        if (ofLinks && display.statistics() > 0) {
            report.newLine();
            statistics(link);
        }
        alternativeNames(link);
    }

    /** Behind all else, or behind the addresses, on lines of their own. */
    void statistics(Link link) {
        if (link.statistics() != null) {
            new StatisticsPrinter(report, display.statistics() > 1).print(link);
        }
    }

    /** {@code veth0@if7 UP 02:42:…}, in columns: {@code -br}. */
    void printBrief(Link link) throws IOException {
        if (report.isJson()) {
            name(link, "");
            report.json("operstate", state(link));
        } else {
            report.leftColumn(link.name() + nameOfParent(link), NAME_COLUMN);
            report.text(" ");
            report.leftColumn(state(link), STATE_COLUMN);
            report.text(" ");
        }
        if (ofLinks) {
            if (link.address() != null) {
                report.value("address", "", address(link, link.address()), " ");
            }
            flags(link.flags(), isParentDown(link));
            report.text("\n");
        }
    }

    /** Returns whether the link under it is down. */
    private boolean name(Link link, String after) throws IOException {
        if (report.isJson()) {
            if (link.parent() != 0 && link.parentNamespace() >= 0) {
                report.json("link_index", link.parent());
            } else if (link.parent() != 0) {
                report.json("link", session.links().name(link.parent()));
            } else if (link.details().isOverNothing()) {
                report.mark("link", "");
            }
            report.json("ifname", link.name());
        } else {
            report.text(link.name() + nameOfParent(link) + after);
        }
        return isParentDown(link);
    }

    private String nameOfParent(Link link) throws IOException {
        if (link.parent() == 0) {
            return link.details().isOverNothing() ? "@NONE" : "";
        }
        return "@"
                + (link.parentNamespace() >= 0
                        ? "if" + link.parent()
                        : session.links().name(link.parent()));
    }

    private boolean isParentDown(Link link) throws IOException {
        if (link.parent() == 0 || link.parentNamespace() >= 0) {
            return false;
        }
        Link parent = session.links().link(link.parent());
        return parent == null || !parent.isUp();
    }

    private void flags(Flags<LinkFlag> flags, boolean parentIsDown) {
        report.text("<");
        report.openList("flags");
        boolean noCarrier = flags.has(LinkFlag.IFF_UP) && !flags.has(LinkFlag.IFF_RUNNING);
        Flags<LinkFlag> rest = flags.without(LinkFlag.IFF_RUNNING);
        if (noCarrier) {
            report.element("NO-CARRIER", rest.isEmpty() ? "" : ",");
        }
        for (LinkFlag flag : FLAGS) {
            if (rest.has(flag)) {
                rest = rest.without(flag);
                report.element(flag.name().substring("IFF_".length()), rest.isEmpty() ? "" : ",");
            }
        }
        if (!rest.isEmpty()) {
            report.element(Long.toHexString(rest.bits()), "");
        }
        if (parentIsDown) {
            report.text(",");
            report.element("M-DOWN", "");
        }
        report.closeList();
        report.text("> ");
    }

    static String state(Link link) {
        LinkState state = link.state();
        return state.name().substring("IF_OPER_".length());
    }

    private void hardware(Link link) {
        HardwareType type = HardwareType.of(link.type());
        report.value("link_type", "    link/", type == null ? "[" + link.type() + "]" : type.word(), " ");
        if (link.address() != null) {
            report.value("address", "", address(link, link.address()), "");
        }
        if (link.broadcast() != null) {
            boolean pointToPoint = link.flags().has(LinkFlag.IFF_POINTOPOINT);
            if (pointToPoint) {
                report.flag("link_pointtopoint", "");
            }
            report.value("broadcast", pointToPoint ? " peer " : " brd ", address(link, link.broadcast()), "");
        }
        MacAddress permanent = link.details().permanentAddress();
        if (permanent != null && !permanent.equals(link.address())) {
            report.value("permaddr", " permaddr ", address(link, permanent), "");
        }
    }

    /** That of a tunnel is one of the internet. */
    private static String address(Link link, MacAddress address) {
        byte[] bytes = address.bytes();
        HardwareType type = HardwareType.of(link.type());
        boolean tunnel = type == HardwareType.ARPHRD_TUNNEL
                || type == HardwareType.ARPHRD_SIT
                || type == HardwareType.ARPHRD_IPGRE
                || type == HardwareType.ARPHRD_TUNNEL6;
        boolean internet = bytes.length == 4 || bytes.length == 16;
        return tunnel && internet ? IpAddress.of(bytes).toString() : address.toString();
    }

    private void otherNamespace(Link link) throws IOException {
        int id = link.parentNamespace();
        if (id < 0) {
            return;
        }
        if (report.isJson()) {
            report.json("link_netnsid", id);
            return;
        }
        String name = session.namespaceNamed(id);
        report.text(name == null ? " link-netnsid " + id : " link-netns " + name);
    }

    private void alternativeNames(Link link) {
        if (link.alternativeNames().isEmpty()) {
            return;
        }
        report.openList("altnames");
        for (String name : link.alternativeNames()) {
            report.newLine();
            report.text("    altname ");
            report.element(name, "");
        }
        report.closeList();
    }
}
