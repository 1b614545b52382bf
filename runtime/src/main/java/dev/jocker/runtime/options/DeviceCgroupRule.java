package dev.jocker.runtime.options;

import dev.jocker.runtime.oci.Resources.DeviceRule;

/** {@code --device-cgroup-rule}: {@code TYPE MAJOR:MINOR ACCESS}. */
public final class DeviceCgroupRule {
    private static final String EXPECTED = "expected TYPE MAJOR:MINOR ACCESS, such as \"c 42:* rmw\"";

    private DeviceCgroupRule() {}

    /**
     * Reads a rule, which allows.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static DeviceRule parse(String text) {
        String[] words = text.split(" ", -1);
        int colon = words.length == 3 ? words[1].indexOf(':') : -1;
        boolean good = colon > 0 && words[0].length() == 1 && "abc".contains(words[0]) && isAccess(words[2]);
        if (!good) {
            throw BadOption.value("--device-cgroup-rule", text, EXPECTED);
        }
        Long major = number(text, words[1].substring(0, colon));
        Long minor = number(text, words[1].substring(colon + 1));
        return new DeviceRule(true, words[0], major, minor, words[2]);
    }

    private static boolean isAccess(String word) {
        for (int i = 0; i < word.length(); i++) {
            if ("rwm".indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return !word.isEmpty() && word.length() <= 3;
    }

    private static Long number(String text, String word) {
        if (word.equals("*")) {
            return null;
        }
        if (!Accounts.isNumber(word) || word.startsWith("-")) {
            throw BadOption.value("--device-cgroup-rule", text, EXPECTED);
        }
        return Accounts.number(word);
    }
}
