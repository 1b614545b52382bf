package dev.jocker.cli.ip;

import dev.jocker.runtime.route.BridgePortOption;
import java.util.Map;

/** The options of a port of a bridge as they are typed and printed, in the order in which they are printed. */
enum BridgePortWord {
    STATE(BridgePortOption.STATE, Form.STATE, "state"),
    PRIORITY(BridgePortOption.PRIORITY, Form.NUMBER, "priority"),
    COST(BridgePortOption.COST, Form.NUMBER, "cost"),
    HAIRPIN(BridgePortOption.HAIRPIN, Form.ON_OFF, "hairpin"),
    GUARD(BridgePortOption.GUARD, Form.ON_OFF, "guard"),
    ROOT_BLOCK(BridgePortOption.ROOT_BLOCK, Form.ON_OFF, "root_block"),
    FASTLEAVE(BridgePortOption.FASTLEAVE, Form.ON_OFF, "fastleave"),
    LEARNING(BridgePortOption.LEARNING, Form.ON_OFF, "learning"),
    FLOOD(BridgePortOption.FLOOD, Form.ON_OFF, "flood"),
    ID(BridgePortOption.ID, Form.HEX, "port_id", "id"),
    NO(BridgePortOption.NO, Form.HEX, "port_no", "no"),
    DESIGNATED_PORT(BridgePortOption.DESIGNATED_PORT, Form.SHOWN, "designated_port"),
    DESIGNATED_COST(BridgePortOption.DESIGNATED_COST, Form.SHOWN, "designated_cost"),
    BRIDGE_ID(BridgePortOption.BRIDGE_ID, Form.ID, "designated_bridge", "bridge_id"),
    ROOT_ID(BridgePortOption.ROOT_ID, Form.ID, "designated_root", "root_id"),
    HOLD_TIMER(BridgePortOption.HOLD_TIMER, Form.TIMER, "hold_timer"),
    MESSAGE_AGE_TIMER(BridgePortOption.MESSAGE_AGE_TIMER, Form.TIMER, "message_age_timer"),
    FORWARD_DELAY_TIMER(BridgePortOption.FORWARD_DELAY_TIMER, Form.TIMER, "forward_delay_timer"),
    TOPOLOGY_CHANGE_ACK(BridgePortOption.TOPOLOGY_CHANGE_ACK, Form.SHOWN, "topology_change_ack"),
    CONFIG_PENDING(BridgePortOption.CONFIG_PENDING, Form.SHOWN, "config_pending"),
    PROXY_ARP(BridgePortOption.PROXY_ARP, Form.ON_OFF, "proxy_arp"),
    PROXY_ARP_WIFI(BridgePortOption.PROXY_ARP_WIFI, Form.ON_OFF, "proxy_arp_wifi"),
    MCAST_ROUTER(BridgePortOption.MCAST_ROUTER, Form.ROUTER, "mcast_router", "multicast_router"),
    MCAST_FLOOD(BridgePortOption.MCAST_FLOOD, Form.ON_OFF, "mcast_flood"),
    BCAST_FLOOD(BridgePortOption.BCAST_FLOOD, Form.ON_OFF, "bcast_flood"),
    MCAST_TO_UNICAST(BridgePortOption.MCAST_TO_UNICAST, Form.ON_OFF, "mcast_to_unicast"),
    NEIGH_SUPPRESS(BridgePortOption.NEIGH_SUPPRESS, Form.ON_OFF, "neigh_suppress"),
    GROUP_FWD_MASK(BridgePortOption.GROUP_FWD_MASK, Form.MASK, "group_fwd_mask"),
    VLAN_TUNNEL(BridgePortOption.VLAN_TUNNEL, Form.ON_OFF, "vlan_tunnel"),
    ISOLATED(BridgePortOption.ISOLATED, Form.ON_OFF, "isolated"),
    LOCKED(BridgePortOption.LOCKED, Form.ON_OFF, "locked");

    /** How the number is typed and printed. */
    private enum Form {
        NUMBER,
        /** It cannot be set. */
        SHOWN,
        ON_OFF,
        STATE,
        ROUTER,
        MASK,
        /** In hexadecimal. Cannot be set. */
        HEX,
        /** A bridge's priority and address. Cannot be set. */
        ID,
        /** In hundredths of a second. Cannot be set. */
        TIMER
    }

    private final BridgePortOption option;
    private final Form form;
    private final String word;
    private final String name;

    BridgePortWord(BridgePortOption option, Form form, String word) {
        this(option, form, word, word);
    }

    /** @param name its name in JSON */
    BridgePortWord(BridgePortOption option, Form form, String word, String name) {
        this.option = option;
        this.form = form;
        this.word = word;
        this.name = name;
    }

    BridgePortOption option() {
        return option;
    }

    /** Puts what the next two words say into {@code options}; false, and nothing taken, if the next is no such word. */
    static boolean parse(Words words, Map<BridgePortOption, Long> options) {
        String typed = words.peek();
        for (BridgePortWord each : values()) {
            if (each.isSettable() && typed.equals(each.word)) {
                words.next();
                String value = words.value(typed);
                long number = each.form == Form.ON_OFF
                        ? Values.isOn(typed, value) ? 1 : 0
                        : Values.number(typed, value, 0, Integer.MAX_VALUE);
                options.put(each.option, number);
                return true;
            }
        }
        return false;
    }

    private boolean isSettable() {
        return switch (form) {
            case NUMBER, ON_OFF, STATE, ROUTER, MASK -> true;
            case SHOWN, HEX, ID, TIMER -> false;
        };
    }

    void print(Report report, long value) {
        String before = word + " ";
        switch (form) {
            case NUMBER, SHOWN -> report.value(name, before, value, " ");
            case ROUTER -> report.value(name, before, value, " ");
            case ON_OFF -> report.onOff(name, before, value != 0);
            case STATE -> report.value(name, before, LinkKindPrinter.portState(value), " ");
            case HEX -> report.value(name, before, BridgeWord.hex(value), " ");
            case MASK -> {
                report.value(name, before, Long.toString(value), " ");
                report.value(name + "_str", name + "_str ", "0x" + Long.toHexString(value), " ");
            }
            case ID -> report.value(name, before, BridgeWord.id(value), " ");
            case TIMER -> LinkKindPrinter.timer(report, name, before, value);
        }
    }
}
