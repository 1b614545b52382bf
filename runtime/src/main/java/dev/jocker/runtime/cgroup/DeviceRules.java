package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.util.ArrayList;
import java.util.List;

/** What {@link DeviceRule}s mean: all of a device's rules count, a later one outweighs an earlier one. */
public final class DeviceRules {
    /**
     * What every container may do after its own rules: make any node, which is no use of the device; use the harmless devices,
     * its terminals and its console.
     */
    private static final List<DeviceRule> ALWAYS = List.of(
            new DeviceRule(true, "c", null, null, "m"),
            new DeviceRule(true, "b", null, null, "m"),
            character(1, 3L), // null
            character(1, 5L), // zero
            character(1, 7L), // full
            character(1, 8L), // random
            character(1, 9L), // urandom
            character(5, 0L), // tty
            character(5, 1L), // console
            character(5, 2L), // ptmx
            character(136, null)); // pts

    private DeviceRules() {}

    private static DeviceRule character(long major, Long minor) {
        return new DeviceRule(true, "c", major, minor, "rwm");
    }

    /** Whether they keep nobody from anything. */
    static boolean restrict(List<DeviceRule> rules) {
        for (DeviceRule rule : rules) {
            if (!rule.allow()) {
                return true;
            }
        }
        return false;
    }

    /** The container's own rules, and those that every container has. */
    static List<DeviceRule> complete(List<DeviceRule> rules) {
        List<DeviceRule> all = new ArrayList<>(rules);
        all.addAll(ALWAYS);
        return all;
    }

    static boolean isForBlock(DeviceRule rule) {
        return rule.type() == null || rule.type().equals("a") || rule.type().equals("b");
    }

    static boolean isForCharacter(DeviceRule rule) {
        return rule.type() == null || rule.type().equals("a") || rule.type().equals("c");
    }

    /** Whether it is for every use of every device. */
    static boolean isForAll(DeviceRule rule) {
        return isForBlock(rule)
                && isForCharacter(rule)
                && isWild(rule.major())
                && isWild(rule.minor())
                && access(rule).equals("rwm");
    }

    static boolean isWild(Long number) {
        return number == null || number < 0;
    }

    static String number(Long number) {
        return isWild(number) ? "*" : number.toString();
    }

    /** In the order r, w, m. */
    static String access(DeviceRule rule) {
        if (rule.access() == null || rule.access().isEmpty()) {
            return "rwm";
        }
        var access = new StringBuilder();
        for (char each : new char[] {'r', 'w', 'm'}) {
            if (rule.access().indexOf(each) >= 0) {
                access.append(each);
            }
        }
        return access.toString();
    }
}
