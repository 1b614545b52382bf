package dev.jocker.cli.ip;

import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.route.IpvlanFlag;
import dev.jocker.runtime.route.IpvlanMode;
import dev.jocker.runtime.route.LinkKind;
import dev.jocker.runtime.route.LinkSettings;
import dev.jocker.runtime.route.MacvlanMode;
import dev.jocker.runtime.route.VlanFlag;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.Locale;

/** The words behind {@code type} of a link that is to be made. */
final class LinkKindWords {
    private static final int MOST_VLAN = 4095;
    private static final int MOST_VXLAN = (1 << 24) - 1;
    private static final int MOST_PORT = 65_535;

    private final Session session;
    private final LinkWords settings;

    LinkKindWords(Session session, LinkWords settings) {
        this.session = session;
        this.settings = settings;
    }

    LinkKind parse(String kind, Words words) throws IOException {
        return switch (kind) {
            case "bridge" -> LinkWords.bridge(words);
            case "veth" -> veth(words);
            case "vlan" -> vlan(words);
            case "macvlan" -> macvlan(words);
            case "ipvlan" -> ipvlan(words);
            case "vxlan" -> vxlan(words);
            case "dummy" -> {
                words.end();
                yield new LinkKind.Dummy();
            }
            default -> {
                words.end(); // what its options would be is known to nobody here
                yield new LinkKind.Other(kind, Bytes.NONE);
            }
        };
    }

    private LinkKind veth(Words words) throws IOException {
        if (!words.hasNext()) {
            return new LinkKind.Veth(null, LinkSettings.NONE);
        }
        String word = words.next();
        if (!word.equals("peer")) {
            throw Words.garbage(word);
        }
        String name = null;
        LinkSettings peer = LinkSettings.NONE;
        while (words.hasNext()) {
            LinkSettings more = settings.parse(words, peer);
            if (more != null) {
                peer = more;
            } else if (words.take("name") || words.take("dev") || name == null) {
                name = Values.linkName(words.value("name"));
            } else {
                throw Words.garbage(words.peek());
            }
        }
        return new LinkKind.Veth(name, peer);
    }

    private static LinkKind vlan(Words words) {
        int id = -1;
        int protocol = 0;
        Flags<VlanFlag> flags = Flags.none(VlanFlag.class);
        Flags<VlanFlag> mask = flags;
        while (words.hasNext()) {
            String word = words.next();
            VlanFlag flag = switch (word) {
                case "reorder_hdr" -> VlanFlag.VLAN_FLAG_REORDER_HDR;
                case "gvrp" -> VlanFlag.VLAN_FLAG_GVRP;
                case "mvrp" -> VlanFlag.VLAN_FLAG_MVRP;
                case "loose_binding" -> VlanFlag.VLAN_FLAG_LOOSE_BINDING;
                case "bridge_binding" -> VlanFlag.VLAN_FLAG_BRIDGE_BINDING;
                default -> null;
            };
            if (flag != null) {
                mask = mask.with(flag);
                flags = Values.isOn(word, words.value(word)) ? flags.with(flag) : flags.without(flag);
            } else if (word.equals("id")) {
                id = Values.integer(word, words.value(word), 0, MOST_VLAN);
            } else if (word.equals("protocol")) {
                protocol = LinkWords.protocol(words.value(word));
            } else {
                throw Words.garbage(word);
            }
        }
        if (id < 0) {
            throw new UsageException("type vlan needs an id");
        }
        return new LinkKind.Vlan(id, protocol, flags, mask);
    }

    private static LinkKind macvlan(Words words) {
        MacvlanMode mode = null;
        long queue = 0;
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("bcqueuelen")) {
                queue = Values.u32(word, words.value(word));
                continue;
            }
            if (!word.equals("mode")) {
                throw Words.garbage(word);
            }
            String typed = words.value(word);
            for (MacvlanMode each : MacvlanMode.values()) {
                if (each.name().equals("MACVLAN_MODE_" + typed.toUpperCase(Locale.ROOT))) {
                    mode = each;
                }
            }
            if (mode == null) {
                throw new UsageException(
                        "the mode of a macvlan is private, vepa, bridge, passthru or source, not \"" + typed + "\"");
            }
        }
        return new LinkKind.Macvlan(mode, queue, 0);
    }

    private static LinkKind ipvlan(Words words) {
        IpvlanMode mode = null;
        Flags<IpvlanFlag> flags = Flags.none(IpvlanFlag.class);
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "mode" -> mode = ipvlanMode(words.value(word));
                case "private" -> flags = Flags.of(IpvlanFlag.IPVLAN_F_PRIVATE);
                case "vepa" -> flags = Flags.of(IpvlanFlag.IPVLAN_F_VEPA);
                case "bridge" -> flags = Flags.none(IpvlanFlag.class);
                default -> throw Words.garbage(word);
            }
        }
        return new LinkKind.Ipvlan(mode, flags);
    }

    private static IpvlanMode ipvlanMode(String typed) {
        for (IpvlanMode each : IpvlanMode.values()) {
            if (each.name().equals("IPVLAN_MODE_" + typed.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new UsageException("the mode of an ipvlan is l2, l3 or l3s, not \"" + typed + "\"");
    }

    private LinkKind vxlan(Words words) throws IOException {
        var vxlan = new LinkKind.Vxlan(-1, 0, 0, null, null, true, 0);
        while (words.hasNext()) {
            String word = words.next();
            vxlan = switch (word) {
                case "id", "vni" -> vxlan.id(Values.integer(word, words.value(word), 0, MOST_VXLAN));
                case "dev" -> vxlan.link(session.links().index(words.value(word)));
                case "ttl", "hoplimit" -> vxlan.ttl(ttl(word, words.value(word)));
                case "local" -> vxlan.local(Values.address(words.value(word), null));
                case "group", "remote" -> vxlan.group(Values.address(words.value(word), null));
                case "dstport" -> vxlan.port(Values.integer(word, words.value(word), 0, MOST_PORT));
                case "learning" -> vxlan.learning(true);
                case "nolearning" -> vxlan.learning(false);
                default -> vxlanOption(word, words, vxlan);
            };
        }
        if (vxlan.id() < 0) {
            throw new UsageException("type vxlan needs an id");
        }
        return vxlan;
    }

    private static LinkKind.Vxlan vxlanOption(String word, Words words, LinkKind.Vxlan vxlan) {
        LinkKind.Vxlan more = VxlanWord.parse(word, words, vxlan);
        if (more == null) {
            throw Words.garbage(word);
        }
        return more;
    }

    private static int ttl(String word, String text) {
        return text.equals("auto") ? 0 : Values.integer(word, text, 0, 255);
    }
}
