package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.MacAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What few ask of a link: what {@code ip -d link show} has more than {@code ip link show}, and what is there in special cases only.
 *
 * @param numbers those that the kernel told
 * @param mode IF_LINK_MODE_*: 0 for most, 1 where a program decides when it works
 * @param permanentAddress the hardware's own; null: not told
 * @param addressGeneration how it gets its link-local IPv6 address, IN6_ADDR_GEN_MODE_*; -1: not told
 * @param masterKind what its master is, as far as it is a port of it: {@code bridge}; null: it is none, or not told
 * @param isOverNothing it is of a kind that lies over others, and lies over none: {@code sit0@NONE}
 * @param bus of the device behind it, {@code pci}; null: there is none
 * @param device the device behind it; null: there is none
 */
public record LinkDetails(
        Map<LinkNumber, Long> numbers,
        int mode,
        MacAddress permanentAddress,
        int addressGeneration,
        String masterKind,
        boolean isOverNothing,
        String bus,
        String device) {
    /** No mode of addresses is told. */
    public static final int NOT_TOLD = -1;

    public LinkDetails {
        Map<LinkNumber, Long> copy = new EnumMap<>(LinkNumber.class);
        copy.putAll(numbers);
        numbers = Collections.unmodifiableMap(copy);
    }

    /** A number, or -1 if the kernel has not told it. */
    public long number(LinkNumber which) {
        return numbers.getOrDefault(which, (long) NOT_TOLD);
    }
}
