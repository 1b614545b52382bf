package dev.jocker.runtime.build;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.UserChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks up in a root's accounts whose files are to be. */
final class Owners {
    private Owners() {}

    /** Numbers of a user and a group. */
    record Owner(int uid, int gid) {}

    /** Who {@code user[:group]} is to the processes of a container; errors say that {@code place} says so. */
    static Owner of(RootView root, String user, String place) throws IOException {
        Accounts.Identity identity = accounts(root).resolve(UserChoice.parse(user, place), place);
        return new Owner((int) identity.uid(), (int) identity.gid());
    }

    /** Who {@code --chown} means: without a group, the group has the user's number. */
    static Owner ofFiles(RootView root, String owner) throws IOException {
        Owner found = of(root, owner, "--chown");
        return owner.indexOf(':') < 0 ? new Owner(found.uid, found.uid) : found;
    }

    private static Accounts accounts(RootView root) throws IOException {
        return Accounts.parse(text(root.read("/etc/passwd")), text(root.read("/etc/group")));
    }

    private static String text(Optional<byte[]> bytes) {
        return bytes.isEmpty() ? "" : new String(bytes.get(), StandardCharsets.UTF_8);
    }
}
