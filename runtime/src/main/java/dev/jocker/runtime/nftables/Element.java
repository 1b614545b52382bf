package dev.jocker.runtime.nftables;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * An element of a set, or of a map.
 *
 * @param key as {@link Data} makes it
 * @param keyEnd in a set of ranges of several types: the last of the range; else null
 * @param isEnd in a set of ranges of one type: the key is the first that is no longer in a range
 * @param data of a map: what the key leads to; else null
 * @param verdict of a map to verdicts; else null
 * @param userData what whoever made it wrote with it: nft(8) keeps comments there
 */
public record Element(Bytes key, Bytes keyEnd, boolean isEnd, Bytes data, Verdict verdict, Bytes userData) {
    private static Element of(Bytes key, Bytes keyEnd, boolean isEnd, Bytes data, Verdict verdict) {
        return new Element(key, keyEnd, isEnd, data, verdict, Bytes.NONE);
    }

    public static Element of(Bytes key) {
        return of(key, null, false, null, null);
    }

    /** <i>Equivalent to:</i> {@code KEY : DATA}. */
    public static Element of(Bytes key, Bytes data) {
        return of(key, null, false, data, null);
    }

    /** <i>Equivalent to:</i> {@code KEY : accept}. */
    public static Element of(Bytes key, Verdict verdict) {
        return of(key, null, false, null, verdict);
    }

    /** From one key to another, both in it, in a set of ranges of several types. */
    public static Element range(Bytes first, Bytes last) {
        return of(first, last, false, null, null);
    }

    /**
     * A network in a set of ranges of addresses: where it begins, and where it ended. One that reaches to the last address of all has no end.
     *
     * <p><i>Equivalent to:</i> {@code 10.88.0.0/16}
     */
    public static List<Element> network(Cidr network) {
        List<Element> both = new ArrayList<>();
        both.add(of(Data.of(network.first())));
        byte[] last = network.last().bytes();
        if (!isHighest(last)) {
            IpAddress after = network.last().plus(1);
            both.add(of(Data.of(after), null, true, null, null));
        }
        return both;
    }

    /** <i>Equivalent to:</i> {@code KEY comment "TEXT"}. */
    public Element comment(String text) {
        return new Element(key, keyEnd, isEnd, data, verdict, Comment.write(text));
    }

    /** The comment, or null. */
    public String comment() {
        return Comment.read(userData);
    }

    private static boolean isHighest(byte[] bytes) {
        for (byte each : bytes) {
            if (each != -1) {
                return false;
            }
        }
        return true;
    }
}
