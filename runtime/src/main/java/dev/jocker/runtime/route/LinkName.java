package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import java.nio.charset.StandardCharsets;

/** Which names the kernel takes for a link: said here in words, where the kernel says EINVAL. */
final class LinkName {
    private LinkName() {}

    /**
     * Returns the name.
     *
     * @throws IllegalArgumentException if no link can have it
     */
    static String check(String name) {
        int most = rtnetlink_h.IFNAMSIZ() - 1;
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > most) {
            throw new IllegalArgumentException("link name \"" + name + "\": from 1 to " + most + " bytes");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("link name \"" + name + "\": it is a directory's");
        }
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '/' || letter == ':' || letter == 0 || Character.isWhitespace(letter)) {
                throw new IllegalArgumentException("link name \"" + name + "\": no slash, colon or space");
            }
        }
        return name;
    }
}
