package dev.jocker.cli.ip;

import dev.jocker.runtime.route.BridgeOption;
import dev.jocker.runtime.route.BridgePortOption;
import dev.jocker.runtime.route.IpvlanFlag;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkKind;
import dev.jocker.runtime.route.VlanFlag;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Prints what is particular to a kind of link, and to a port of a bridge. */
final class LinkKindPrinter {
    private static final String[] PORT_STATES = {"disabled", "listening", "learning", "forwarding", "blocking"};
    private static final int QINQ = 0x88a8;
    private static final int DOT1Q = 0x8100;
    private static final int HUNDREDTHS = 100;

    private final Session session;
    private final Report report;

    LinkKindPrinter(Session session, Report report) {
        this.session = session;
        this.report = report;
    }

    void print(Link link) throws IOException {
        report.openObject("linkinfo");
        if (link.kind() != null) {
            report.newLine();
            report.value("info_kind", "    ", link.kind().name(), " ");
            switch (link.kind()) { // no default: a new kind must not compile
                case LinkKind.Bridge(var options) -> {
                    report.openObject("info_data");
                    bridge(options);
                    report.closeObject();
                }
                case LinkKind.Vlan vlan -> {
                    report.openObject("info_data");
                    vlan(vlan);
                    report.closeObject();
                }
                case LinkKind.Macvlan macvlan -> {
                    report.openObject("info_data");
                    if (macvlan.mode() != null) {
                        report.value("mode", "mode ", lastWord(macvlan.mode().name()), " ");
                    }
                    report.value("bcqueuelen", "bcqueuelen ", macvlan.queue(), " ");
                    report.value("usedbcqueuelen", "usedbcqueuelen ", macvlan.usedQueue(), " ");
                    report.closeObject();
                }
                case LinkKind.Ipvlan ipvlan -> {
                    report.openObject("info_data");
                    if (ipvlan.mode() != null) {
                        report.value("mode", " mode ", lastWord(ipvlan.mode().name()), " ");
                    }
                    boolean isPrivate = ipvlan.flags().has(IpvlanFlag.IPVLAN_F_PRIVATE);
                    boolean isVepa = ipvlan.flags().has(IpvlanFlag.IPVLAN_F_VEPA);
                    String flag = isPrivate ? "private" : isVepa ? "vepa" : "bridge";
                    report.value("mode_flag", "", flag, " ");
                    report.closeObject();
                }
                case LinkKind.Vxlan vxlan -> {
                    report.openObject("info_data");
                    vxlan(vxlan);
                    report.closeObject();
                }
                case LinkKind.Dummy() -> {}
                case LinkKind.Veth veth -> {}
                case LinkKind.Other other -> {}
            }
        }
        String master = link.details().masterKind();
        if (master != null) {
            report.newLine();
            report.value("info_slave_kind", "    ", master, report.isJson() ? "" : "_slave ");
            if (master.equals("bridge")) {
                report.openObject("info_slave_data");
                port(link.portOptions());
                report.closeObject();
            }
        }
        report.closeObject();
    }

    private static String lastWord(String constant) {
        return constant.substring(constant.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
    }

    private void bridge(Map<BridgeOption, Long> options) {
        for (BridgeWord word : BridgeWord.values()) {
            Long value = options.get(word.option());
            if (value != null) {
                word.print(report, value);
            }
        }
    }

    private void vlan(LinkKind.Vlan vlan) {
        if (vlan.protocol() != 0) {
            report.value("protocol", "protocol ", protocol(vlan.protocol()), " ");
        }
        report.value("id", "id ", vlan.id(), " ");
        report.text("<");
        report.openList("flags");
        var rest = vlan.flags();
        for (VlanFlag flag : VlanFlag.values()) {
            if (rest.has(flag)) {
                rest = rest.without(flag);
                report.element(flag.name().substring("VLAN_FLAG_".length()), rest.isEmpty() ? "" : ",");
            }
        }
        report.closeList();
        report.text("> ");
    }

    static String protocol(long number) {
        if (number == DOT1Q) {
            return "802.1Q";
        }
        return number == QINQ ? "802.1ad" : "[" + number + "]";
    }

    private void vxlan(LinkKind.Vxlan vxlan) throws IOException {
        report.value("id", "id ", vxlan.id(), " ");
        if (vxlan.group() != null) {
            boolean multicast = vxlan.group().isMulticast();
            String name = multicast ? "group" : "remote";
            report.value(
                    vxlan.group().isV4() ? name : name + "6",
                    name + " ",
                    vxlan.group().toString(),
                    " ");
        }
        if (vxlan.local() != null) {
            report.value(
                    vxlan.local().isV4() ? "local" : "local6",
                    "local ",
                    vxlan.local().toString(),
                    " ");
        }
        if (vxlan.link() != 0) {
            report.value("link", "dev ", session.links().name(vxlan.link()), " ");
        }
        for (VxlanWord word : VxlanWord.values()) {
            word.print(report, vxlan);
        }
    }

    private void port(Map<BridgePortOption, Long> options) {
        for (BridgePortWord word : BridgePortWord.values()) {
            Long value = options.get(word.option());
            if (value != null) {
                word.print(report, value);
            }
            Long fast = options.get(BridgePortOption.FASTLEAVE);
            if (word == BridgePortWord.MCAST_ROUTER && fast != null) {
                report.text(
                        fast == 0 ? "mcast_fast_leave off " : "mcast_fast_leave on "); // once more, and in text only
            }
        }
    }

    /** As {@code ip(8)} prints hundredths of a second: in text right-aligned in seven columns. */
    static void timer(Report report, String name, String before, long hundredths) {
        String seconds =
                hundredths / HUNDREDTHS + "." + (hundredths % HUNDREDTHS < 10 ? "0" : "") + hundredths % HUNDREDTHS;
        if (report.isJson()) {
            report.jsonNumber(name, seconds);
        } else {
            report.text(before);
            report.column(seconds, 7);
            report.text(" ");
        }
    }

    static String portState(long number) {
        return number < PORT_STATES.length ? PORT_STATES[(int) number] : "state (" + number + ")";
    }
}
