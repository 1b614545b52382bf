package dev.jocker.cli.ip;

import dev.jocker.runtime.route.LinkKind;
import dev.jocker.runtime.route.VxlanOption;

/** What a vxlan has besides its addresses as it is typed and printed, in the order in which it is printed. */
enum VxlanWord {
    SRCPORT(VxlanOption.PORT_RANGE, "srcport", "port_range"),
    DSTPORT(null, "dstport", "port"),
    LEARNING(null, "learning", "learning"),
    PROXY(VxlanOption.PROXY, "proxy", "proxy"),
    RSC(VxlanOption.RSC, "rsc", "rsc"),
    L2MISS(VxlanOption.L2MISS, "l2miss", "l2miss"),
    L3MISS(VxlanOption.L3MISS, "l3miss", "l3miss"),
    TOS(VxlanOption.TOS, "tos", "tos"),
    TTL(null, "ttl", "ttl"),
    DF(VxlanOption.DF, "df", "df"),
    AGEING(VxlanOption.AGEING, "ageing", "ageing"),
    MAXADDRESS(VxlanOption.LIMIT, "maxaddr", "limit"),
    UDPCSUM(VxlanOption.UDP_CSUM, "udpcsum", "udp_csum"),
    UDP6ZEROCSUMTX(VxlanOption.UDP_ZERO_CSUM6_TX, "udp6zerocsumtx", "udp_zero_csum6_tx"),
    UDP6ZEROCSUMRX(VxlanOption.UDP_ZERO_CSUM6_RX, "udp6zerocsumrx", "udp_zero_csum6_rx");

    private static final String[] FRAGMENTS = {"unset", "set", "inherit"};
    private static final int MOST_PORT = 0xffff;

    private final VxlanOption option;
    private final String word;
    private final String name;

    /**
     * @param option null: it has a component of its own
     * @param name its name in JSON
     */
    VxlanWord(VxlanOption option, String word, String name) {
        this.option = option;
        this.word = word;
        this.name = name;
    }

    /** The link with what a word and those behind it say; null if the word is none of these. */
    static LinkKind.Vxlan parse(String typed, Words words, LinkKind.Vxlan vxlan) {
        for (VxlanWord each : values()) {
            if (each.option != null && (typed.equals(each.word) || typed.equals("no" + each.word))) {
                return each.set(typed, words, vxlan);
            }
        }
        return null;
    }

    private LinkKind.Vxlan set(String typed, Words words, LinkKind.Vxlan vxlan) {
        long value = switch (this) {
            case SRCPORT -> {
                long first = Values.number(typed, words.value(typed), 0, MOST_PORT);
                yield first << Short.SIZE | Values.number(typed, words.value(typed), 0, MOST_PORT);
            }
            case TOS -> Values.number(typed, words.value(typed), 0, 255);
            case DF -> fragments(words.value(typed));
            case AGEING, MAXADDRESS -> Values.u32(typed, words.value(typed));
            default -> typed.startsWith("no") ? 0 : 1;
        };
        return vxlan.with(option, value);
    }

    private static long fragments(String typed) {
        for (int i = 0; i < FRAGMENTS.length; i++) {
            if (FRAGMENTS[i].equals(typed)) {
                return i;
            }
        }
        throw new UsageException("df is unset, set or inherit, not \"" + typed + "\"");
    }

    void print(Report report, LinkKind.Vxlan vxlan) {
        Long told = option == null ? Long.valueOf(0) : vxlan.options().get(option);
        if (told == null) {
            return;
        }
        long value = told;
        switch (this) {
            case SRCPORT -> {
                report.openObject(name);
                report.value("low", "srcport ", value >>> Short.SIZE, " ");
                report.value("high", "", value & MOST_PORT, " ");
                report.closeObject();
            }
            case DSTPORT -> report.value(name, "dstport ", vxlan.port(), " ");
            case LEARNING -> report.value(name, vxlan.learning() ? "" : "nolearning ", vxlan.learning());
            case TTL -> {
                report.json(name, vxlan.ttl());
                report.text(vxlan.ttl() == 0 ? "ttl auto " : "ttl " + vxlan.ttl() + " ");
            }
            case TOS -> {
                if (value != 0) {
                    report.value(name, "tos ", value == 1 && !report.isJson() ? "inherit" : BridgeWord.hex(value), " ");
                }
            }
            case DF -> {
                String df = value < FRAGMENTS.length ? FRAGMENTS[(int) value] : "unknown";
                report.json(name, df);
                report.text(value == 0 ? "" : "df " + df + " ");
            }
            case AGEING -> {
                report.json(name, value);
                report.text(value == 0 ? "ageing none " : "ageing " + value + " ");
            }
            case MAXADDRESS -> {
                if (value != 0) {
                    report.value(name, "maxaddr ", value, " ");
                }
            }
            case PROXY, RSC, L2MISS, L3MISS -> {
                if (value != 0) {
                    report.flag(name, word + " ");
                }
            }
            case UDPCSUM, UDP6ZEROCSUMTX, UDP6ZEROCSUMRX ->
                report.value(name, value == 0 ? "no" + word + " " : word + " ", value != 0);
        }
    }
}
