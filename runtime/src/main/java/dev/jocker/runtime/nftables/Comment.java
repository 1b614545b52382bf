package dev.jocker.runtime.nftables;

import dev.jocker.runtime.netlink.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Comments as nft(8) keeps them in what it may write with a rule or an element: a type, a length, and the text with a zero byte at its end.
 * For both the type is 0: libnftnl's NFTNL_UDATA_RULE_COMMENT and NFTNL_UDATA_SET_ELEM_COMMENT, in no header of the kernel's.
 */
final class Comment {
    private static final int TYPE = 0;
    private static final int HEADER_BYTES = 2;
    private static final int MOST_BYTES = 128;

    private Comment() {}

    static Bytes write(String text) {
        byte[] bytes = text.concat("\0").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a comment of " + bytes.length + " bytes: at most " + MOST_BYTES);
        }
        byte[] all = new byte[HEADER_BYTES + bytes.length];
        all[0] = TYPE;
        all[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, all, HEADER_BYTES, bytes.length);
        return Bytes.of(all);
    }

    /** The comment among what somebody wrote, or null. */
    static String read(Bytes userData) {
        byte[] all = userData.toArray();
        int at = 0;
        while (at + HEADER_BYTES <= all.length) {
            int from = at + HEADER_BYTES;
            int length = Byte.toUnsignedInt(all[at + 1]);
            if (from + length > all.length) {
                return null;
            }
            if (all[at] == TYPE) {
                int text = length > 0 && all[from + length - 1] == 0 ? length - 1 : length;
                return new String(all, from, text, StandardCharsets.UTF_8);
            }
            at = from + length;
        }
        return null;
    }
}
