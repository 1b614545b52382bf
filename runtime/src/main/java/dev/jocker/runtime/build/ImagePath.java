package dev.jocker.runtime.build;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths in an image: text with slashes. */
final class ImagePath {
    private ImagePath() {}

    /** What {@code path} is from {@code directory}: absolute, without empty parts, {@code .} and {@code ..}; no way leads above the root. */
    static String of(String directory, String path) {
        String whole = path.startsWith("/") ? path : directory + "/" + path;
        Deque<String> parts = new ArrayDeque<>();
        for (String part : whole.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
