package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.syscall.Fd;

/**
 * A link that is to be made; {@link Link} has methods that begin one, and each method here returns it with one thing more.
 *
 * @param name at most 15 bytes; empty: the kernel's choice
 * @param kind what it is to be
 * @param index its number, 0: the kernel's choice
 * @param parent the link that it is to lie over, 0: none
 * @param settings what else is to be set
 */
public record NewLink(String name, LinkKind kind, int index, int parent, LinkSettings settings) {
    public NewLink {
        if (!name.isEmpty()) {
            LinkName.check(name);
        }
    }

    /** <i>Equivalent to:</i> {@code index NUMBER}. EBUSY if there is one with that number. */
    public NewLink index(int number) {
        return new NewLink(name, kind, number, parent, settings);
    }

    /** <i>Equivalent to:</i> {@code link NAME}. */
    public NewLink parent(int link) {
        return new NewLink(name, kind, index, link, settings);
    }

    /** With these settings instead of what it had. */
    public NewLink settings(LinkSettings other) {
        return new NewLink(name, kind, index, parent, other);
    }

    /** <i>Equivalent to:</i> {@code up}. */
    public NewLink up() {
        return settings(settings.up());
    }

    /** <i>Equivalent to:</i> {@code mtu BYTES}. */
    public NewLink mtu(int bytes) {
        return settings(settings.mtu(bytes));
    }

    /** <i>Equivalent to:</i> {@code address ADDRESS}. */
    public NewLink address(MacAddress address) {
        return settings(settings.address(address));
    }

    /** <i>Equivalent to:</i> {@code master NAME}. */
    public NewLink master(int link) {
        return settings(settings.master(link));
    }

    /** Makes it in a network namespace. <i>Equivalent to:</i> {@code netns NAME}. */
    public NewLink namespace(Fd namespace) {
        return settings(settings.namespace(namespace));
    }
}
