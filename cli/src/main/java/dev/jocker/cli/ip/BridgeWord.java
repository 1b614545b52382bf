package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.route.BridgeOption;
import dev.jocker.runtime.route.LinkKind;

/** The options of a bridge as they are typed and printed, in the order in which they are printed. */
enum BridgeWord {
    FORWARD_DELAY(BridgeOption.FORWARD_DELAY, Form.NUMBER, "forward_delay"),
    HELLO_TIME(BridgeOption.HELLO_TIME, Form.NUMBER, "hello_time"),
    MAX_AGE(BridgeOption.MAX_AGE, Form.NUMBER, "max_age"),
    AGEING_TIME(BridgeOption.AGEING_TIME, Form.NUMBER, "ageing_time"),
    STP_STATE(BridgeOption.STP_STATE, Form.NUMBER, "stp_state"),
    PRIORITY(BridgeOption.PRIORITY, Form.NUMBER, "priority"),
    VLAN_FILTERING(BridgeOption.VLAN_FILTERING, Form.NUMBER, "vlan_filtering"),
    VLAN_PROTOCOL(BridgeOption.VLAN_PROTOCOL, Form.PROTOCOL, "vlan_protocol"),
    BRIDGE_ID(BridgeOption.BRIDGE_ID, Form.ID, "bridge_id"),
    ROOT_ID(BridgeOption.ROOT_ID, Form.ID, "designated_root", "root_id"),
    ROOT_PORT(BridgeOption.ROOT_PORT, Form.SHOWN, "root_port"),
    ROOT_PATH_COST(BridgeOption.ROOT_PATH_COST, Form.SHOWN, "root_path_cost"),
    TOPOLOGY_CHANGE(BridgeOption.TOPOLOGY_CHANGE, Form.SHOWN, "topology_change"),
    TOPOLOGY_CHANGE_DETECTED(BridgeOption.TOPOLOGY_CHANGE_DETECTED, Form.SHOWN, "topology_change_detected"),
    HELLO_TIMER(BridgeOption.HELLO_TIMER, Form.TIMER, "hello_timer"),
    TCN_TIMER(BridgeOption.TCN_TIMER, Form.TIMER, "tcn_timer"),
    TOPOLOGY_CHANGE_TIMER(BridgeOption.TOPOLOGY_CHANGE_TIMER, Form.TIMER, "topology_change_timer"),
    GC_TIMER(BridgeOption.GC_TIMER, Form.TIMER, "gc_timer"),
    VLAN_DEFAULT_PVID(BridgeOption.VLAN_DEFAULT_PVID, Form.NUMBER, "vlan_default_pvid"),
    VLAN_STATS_ENABLED(BridgeOption.VLAN_STATS_ENABLED, Form.NUMBER, "vlan_stats_enabled"),
    VLAN_STATS_PER_PORT(BridgeOption.VLAN_STATS_PER_PORT, Form.NUMBER, "vlan_stats_per_port"),
    GROUP_FWD_MASK(BridgeOption.GROUP_FWD_MASK, Form.HEX, "group_fwd_mask"),
    GROUP_ADDR(BridgeOption.GROUP_ADDR, Form.ADDRESS, "group_address", "group_addr"),
    MCAST_SNOOPING(BridgeOption.MCAST_SNOOPING, Form.NUMBER, "mcast_snooping"),
    MULTI_BOOLOPT(BridgeOption.MULTI_BOOLOPT, Form.BITS, "no_linklocal_learn"),
    MCAST_ROUTER(BridgeOption.MCAST_ROUTER, Form.NUMBER, "mcast_router"),
    MCAST_QUERY_USE_IFADDR(BridgeOption.MCAST_QUERY_USE_IFADDR, Form.NUMBER, "mcast_query_use_ifaddr"),
    MCAST_QUERIER(BridgeOption.MCAST_QUERIER, Form.NUMBER, "mcast_querier"),
    MCAST_HASH_ELASTICITY(BridgeOption.MCAST_HASH_ELASTICITY, Form.NUMBER, "mcast_hash_elasticity"),
    MCAST_HASH_MAX(BridgeOption.MCAST_HASH_MAX, Form.NUMBER, "mcast_hash_max"),
    MCAST_LAST_MEMBER_CNT(
            BridgeOption.MCAST_LAST_MEMBER_CNT, Form.NUMBER, "mcast_last_member_count", "mcast_last_member_cnt"),
    MCAST_STARTUP_QUERY_CNT(
            BridgeOption.MCAST_STARTUP_QUERY_CNT, Form.NUMBER, "mcast_startup_query_count", "mcast_startup_query_cnt"),
    MCAST_LAST_MEMBER_INTVL(
            BridgeOption.MCAST_LAST_MEMBER_INTVL, Form.NUMBER, "mcast_last_member_interval", "mcast_last_member_intvl"),
    MCAST_MEMBERSHIP_INTVL(
            BridgeOption.MCAST_MEMBERSHIP_INTVL, Form.NUMBER, "mcast_membership_interval", "mcast_membership_intvl"),
    MCAST_QUERIER_INTVL(BridgeOption.MCAST_QUERIER_INTVL, Form.NUMBER, "mcast_querier_interval", "mcast_querier_intvl"),
    MCAST_QUERY_INTVL(BridgeOption.MCAST_QUERY_INTVL, Form.NUMBER, "mcast_query_interval", "mcast_query_intvl"),
    MCAST_QUERY_RESPONSE_INTVL(
            BridgeOption.MCAST_QUERY_RESPONSE_INTVL,
            Form.NUMBER,
            "mcast_query_response_interval",
            "mcast_query_response_intvl"),
    MCAST_STARTUP_QUERY_INTVL(
            BridgeOption.MCAST_STARTUP_QUERY_INTVL,
            Form.NUMBER,
            "mcast_startup_query_interval",
            "mcast_startup_query_intvl"),
    MCAST_STATS_ENABLED(BridgeOption.MCAST_STATS_ENABLED, Form.NUMBER, "mcast_stats_enabled"),
    MCAST_IGMP_VERSION(BridgeOption.MCAST_IGMP_VERSION, Form.NUMBER, "mcast_igmp_version"),
    MCAST_MLD_VERSION(BridgeOption.MCAST_MLD_VERSION, Form.NUMBER, "mcast_mld_version"),
    NF_CALL_IPTABLES(BridgeOption.NF_CALL_IPTABLES, Form.NUMBER, "nf_call_iptables"),
    NF_CALL_IP6TABLES(BridgeOption.NF_CALL_IP6TABLES, Form.NUMBER, "nf_call_ip6tables"),
    NF_CALL_ARPTABLES(BridgeOption.NF_CALL_ARPTABLES, Form.NUMBER, "nf_call_arptables");

    /** How the number is typed and printed. */
    private enum Form {
        NUMBER,
        /** It cannot be set. */
        SHOWN,
        HEX,
        PROTOCOL,
        ADDRESS,
        /** A bridge's priority and address. Cannot be set. */
        ID,
        /** In hundredths of a second. Cannot be set. */
        TIMER,
        BITS
    }

    private static final String MCAST_VLAN_SNOOPING = "mcast_vlan_snooping";
    private static final long NO_LINKLOCAL_LEARN_BIT = 1; // BR_BOOLOPT_NO_LL_LEARN is number 0
    private static final long MCAST_VLAN_SNOOPING_BIT = 2; // BR_BOOLOPT_MCAST_VLAN_SNOOPING is number 1
    private static final int ADDRESS_BYTES = 6;

    private final BridgeOption option;
    private final Form form;
    private final String word;
    private final String name;

    BridgeWord(BridgeOption option, Form form, String word) {
        this(option, form, word, word);
    }

    /** @param name its name in JSON */
    BridgeWord(BridgeOption option, Form form, String word, String name) {
        this.option = option;
        this.form = form;
        this.word = word;
        this.name = name;
    }

    BridgeOption option() {
        return option;
    }

    /** The bridge with what these words say besides; nothing is taken, and null returned, if the next is no such word. */
    static LinkKind.Bridge parse(Words words, LinkKind.Bridge bridge) {
        String typed = words.peek();
        if (typed.equals(MCAST_VLAN_SNOOPING)) {
            words.next();
            return bit(bridge, MCAST_VLAN_SNOOPING_BIT, typed, words.value(typed));
        }
        for (BridgeWord each : values()) {
            boolean settable = each.form != Form.SHOWN && each.form != Form.ID && each.form != Form.TIMER;
            if (settable && (typed.equals(each.word) || typed.equals(each.name))) {
                words.next();
                return each.set(bridge, words.value(typed));
            }
        }
        return null;
    }

    private LinkKind.Bridge set(LinkKind.Bridge bridge, String value) {
        try {
            return switch (form) {
                case BITS -> bit(bridge, NO_LINKLOCAL_LEARN_BIT, word, value);
                case PROTOCOL -> bridge.with(option, LinkWords.protocol(value));
                case ADDRESS -> bridge.with(option, number(Values.mac(value)));
                default -> bridge.with(option, Values.number(word, value, 0, Long.MAX_VALUE));
            };
        } catch (IllegalArgumentException e) {
            throw new UsageException(word + " " + value + ": too large");
        }
    }

    private static LinkKind.Bridge bit(LinkKind.Bridge bridge, long bit, String word, String value) {
        boolean on = Values.number(word, value, 0, 1) == 1;
        long bits = bridge.options().getOrDefault(BridgeOption.MULTI_BOOLOPT, 0L) | bit << Integer.SIZE;
        return bridge.with(BridgeOption.MULTI_BOOLOPT, on ? bits | bit : bits & ~bit);
    }

    private static long number(MacAddress address) {
        long number = 0;
        for (byte each : address.bytes()) {
            number = number << Byte.SIZE | Byte.toUnsignedLong(each);
        }
        return number;
    }

    void print(Report report, long value) {
        String before = word + " ";
        switch (form) {
            case NUMBER, SHOWN -> report.value(name, before, value, " ");
            case HEX -> report.value(name, before, hex(value), " ");
            case PROTOCOL -> report.value(name, before, LinkKindPrinter.protocol(value), " ");
            case ADDRESS -> report.value(name, before, address(value, true), " ");
            case ID -> report.value(name, before, id(value), " ");
            case TIMER -> LinkKindPrinter.timer(report, name, before, value);
            case BITS -> {
                report.value(name, before, value & NO_LINKLOCAL_LEARN_BIT, " ");
                long snooping = (value & MCAST_VLAN_SNOOPING_BIT) == 0 ? 0 : 1;
                report.value(MCAST_VLAN_SNOOPING, MCAST_VLAN_SNOOPING + " ", snooping, " ");
            }
        }
    }

    /** As {@code %#x} prints it. */
    static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }

    /** {@code 8000.2:42:ac:11:0:2}. */
    static String id(long value) {
        String priority = Long.toHexString(value >>> ADDRESS_BYTES * Byte.SIZE);
        return "0".repeat(4 - priority.length()) + priority + "." + address(value, false);
    }

    private static String address(long value, boolean twoDigits) {
        var text = new StringBuilder();
        for (int i = ADDRESS_BYTES - 1; i >= 0; i--) {
            String digits = Long.toHexString(value >>> i * Byte.SIZE & 0xff);
            text.append(text.isEmpty() ? "" : ":")
                    .append(twoDigits && digits.length() < 2 ? "0" : "")
                    .append(digits);
        }
        return text.toString();
    }
}
