package dev.jocker.runtime.netlink;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Bytes as a test shows them: a line each group, hexadecimal with single spaces between, then two spaces or more and what it is. */
public final class Hex {
    private Hex() {}

    public static byte[] hex(String text) {
        var bytes = new ByteArrayOutputStream();
        for (String line : text.lines().toList()) {
            String digits = line.strip().split(" {2,}", 2)[0].replace(" ", "");
            bytes.writeBytes(HexFormat.of().parseHex(digits));
        }
        return bytes.toByteArray();
    }
}
