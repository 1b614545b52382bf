package dev.jocker.runtime.options;

import dev.jocker.runtime.network.IpProtocol;
import java.util.ArrayList;
import java.util.List;

/** A port in a container: {@code 80/tcp}. */
public record ContainerPort(int port, IpProtocol protocol) {
    private static final int LAST = 65_535;
    private static final String EXPECTED = "expected PORT[-PORT][/tcp|udp|sctp]";

    public ContainerPort {
        if (port < 1 || port > LAST) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
        }
    }

    /**
     * Reads {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp} ({@code --expose}).
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static List<ContainerPort> parseExposed(String value) {
        Range range = Range.parse("--expose", value, withoutProtocol(value), EXPECTED);
        IpProtocol protocol = protocol("--expose", value);
        List<ContainerPort> ports = new ArrayList<>();
        for (int port = range.first(); port <= range.last(); port++) {
            ports.add(new ContainerPort(port, protocol));
        }
        return ports;
    }

    /** Reads what {@link #toString} writes. */
    public static ContainerPort parse(String text) {
        return new ContainerPort(Integer.parseInt(withoutProtocol(text)), protocol("port", text));
    }

    static String withoutProtocol(String value) {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? value : value.substring(0, slash);
    }

    static IpProtocol protocol(String option, String value) {
        int slash = value.lastIndexOf('/');
        if (slash < 0) {
            return IpProtocol.TCP;
        }
        try {
            return IpProtocol.parse(value.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw BadOption.value(option, value, "the protocol is tcp, udp or sctp");
        }
    }

    @Override
    public String toString() {
        return Integer.toString(port).concat("/").concat(protocol.toString());
    }

    /** Ports from {@code first} to {@code last}. */
    record Range(int first, int last) {
        /** Reads {@code 80} or {@code 80-90}, a part of the option's {@code value}. */
        static Range parse(String option, String value, String text, String expected) {
            int dash = text.indexOf('-');
            int first = number(dash < 0 ? text : text.substring(0, dash));
            int last = dash < 0 ? first : number(text.substring(dash + 1));
            if (first < 0 || last < 0) {
                throw BadOption.value(option, value, expected);
            }
            if (first == 0 || first > LAST || last > LAST) {
                throw BadOption.value(option, value, "a port is a number from 1 to 65535");
            }
            if (last < first) {
                throw BadOption.value(option, value, "a range begins with its lower port");
            }
            return new Range(first, last);
        }

        int size() {
            return last - first + 1;
        }

        /** -1: it is no number. */
        private static int number(String digits) {
            if (digits.isEmpty() || digits.length() > 9) {
                return -1;
            }
            for (int i = 0; i < digits.length(); i++) {
                if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                    return -1;
                }
            }
            return Integer.parseInt(digits);
        }
    }
}
