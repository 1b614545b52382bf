package dev.jocker.cli.ip;

import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.namespace.NetworkNamespaces;
import dev.jocker.runtime.route.BridgePortOption;
import dev.jocker.runtime.route.LinkFlag;
import dev.jocker.runtime.route.LinkKind;
import dev.jocker.runtime.route.LinkSettings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The words behind {@code ip link set NAME} and {@code ip link add NAME}, as settings. A namespace that a word names stays open until this is
 * closed: settings name it by its descriptor.
 */
final class LinkWords implements AutoCloseable {
    private static final int MOST_QUEUE = Integer.MAX_VALUE;
    private static final String[] ADDRESS_GENERATION = {"eui64", "none", "stable_secret", "random"};

    private final Session session;
    private final List<NetworkNamespace> open = new ArrayList<>();

    LinkWords(Session session) {
        this.session = session;
    }

    /** The settings with what the next words say besides; null, and nothing taken, if they say nothing about settings. */
    LinkSettings parse(Words words, LinkSettings settings) throws IOException {
        String word = words.peek();
        LinkSettings flagged = flags(words, settings);
        if (flagged != null) {
            return flagged;
        }
        return switch (word) {
            case "up", "down", "nomaster" -> {
                words.next();
                yield word.equals("up") ? settings.up() : word.equals("down") ? settings.down() : settings.noMaster();
            }
            case "mtu" -> settings.mtu(Values.integer(word, value(words), 0, Integer.MAX_VALUE));
            case "address" -> settings.address(Values.mac(value(words)));
            case "broadcast", "brd" -> settings.broadcast(Values.mac(value(words)));
            case "master" -> settings.master(session.links().index(value(words)));
            case "netns" -> namespace(value(words), settings);
            case "txqueuelen", "qlen", "txqlen" ->
                settings.txQueueLength(Values.integer(word, value(words), 0, MOST_QUEUE));
            case "numtxqueues" -> settings.sendQueues(Values.integer(word, value(words), 1, MOST_QUEUE));
            case "numrxqueues" -> settings.receiveQueues(Values.integer(word, value(words), 1, MOST_QUEUE));
            case "group" -> {
                String group = value(words);
                yield settings.group((int) session.groups.number("group of links", group, Integer.MAX_VALUE));
            }
            case "alias" -> settings.alias(value(words));
            case "addrgenmode" -> settings.addressGeneration(addressGeneration(value(words)));
            default -> null;
        };
    }

    /** Takes a word and its value. */
    private static String value(Words words) {
        return words.value(words.next());
    }

    private static int addressGeneration(String word) {
        for (int i = 0; i < ADDRESS_GENERATION.length; i++) {
            if (ADDRESS_GENERATION[i].equals(word)) {
                return i;
            }
        }
        throw new UsageException("addrgenmode is eui64, none, stable_secret or random, not \"" + word + "\"");
    }

    private static LinkSettings flags(Words words, LinkSettings settings) {
        LinkFlag flag = switch (words.peek()) {
            case "promisc" -> LinkFlag.IFF_PROMISC;
            case "allmulticast" -> LinkFlag.IFF_ALLMULTI;
            case "multicast" -> LinkFlag.IFF_MULTICAST;
            case "dynamic" -> LinkFlag.IFF_DYNAMIC;
            case "trailers" -> LinkFlag.IFF_NOTRAILERS;
            case "arp" -> LinkFlag.IFF_NOARP;
            default -> null;
        };
        if (flag == null) {
            return null;
        }
        String word = words.next();
        boolean on = Values.isOn(word, words.value(word));
        boolean negative = flag == LinkFlag.IFF_NOARP || flag == LinkFlag.IFF_NOTRAILERS;
        return settings.flag(flag, on != negative);
    }

    /** A name, or a process's number. As for ip(8) a name comes first. */
    LinkSettings namespace(String word, LinkSettings settings) throws IOException {
        try {
            NetworkNamespace namespace = NetworkNamespaces.open(Values.namespaceName(word));
            open.add(namespace);
            return settings.namespace(namespace.fd());
        } catch (NoSuchFileException e) {
            boolean digits = !word.isEmpty();
            for (int i = 0; i < word.length(); i++) {
                digits &= word.charAt(i) >= '0' && word.charAt(i) <= '9';
            }
            if (!digits) {
                throw new UsageException("there is no network namespace \"" + word + "\"");
            }
            return settings.namespaceOf(Values.integer("a process", word, 1, Integer.MAX_VALUE));
        }
    }

    /** The words behind {@code type bridge_slave}. */
    static LinkSettings port(Words words, LinkSettings settings) {
        Map<BridgePortOption, Long> options = new EnumMap<>(BridgePortOption.class);
        while (words.hasNext()) {
            if (!BridgePortWord.parse(words, options)) {
                throw Words.garbage(words.peek());
            }
        }
        return settings.bridgePort(options);
    }

    /** The words behind {@code type bridge}. */
    static LinkKind.Bridge bridge(Words words) {
        var bridge = new LinkKind.Bridge();
        while (words.hasNext()) {
            LinkKind.Bridge changed = BridgeWord.parse(words, bridge);
            if (changed == null) {
                throw Words.garbage(words.peek());
            }
            bridge = changed;
        }
        return bridge;
    }

    /** A VLAN protocol, as a number. */
    static int protocol(String word) {
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "802.1q" -> 0x8100;
            case "802.1ad" -> 0x88a8;
            default -> throw new UsageException("a protocol of VLANs is 802.1Q or 802.1ad, not \"" + word + "\"");
        };
    }

    @Override
    public void close() {
        for (NetworkNamespace each : open) {
            each.close();
        }
    }
}
