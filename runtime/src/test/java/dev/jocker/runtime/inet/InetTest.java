package dev.jocker.runtime.inet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InetTest {
    /** RFC 5952, section 4 and 5. */
    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::A, 2001:db8::a",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80::, fe80::",
        "1::8, 1::8",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:10.0.0.1, 1:2:3:4:5:6:a00:1",
        "10.0.0.1, 10.0.0.1"
    })
    void addressesAreWrittenInOneWay(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical).isEqualTo(IpAddress.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.1",
                "10.0.0",
                "10.0.0.0.1",
                "10.0.0.256",
                "10.0.0.01",
                "10.0.0.",
                ".10.0.0",
                "10.0.0.1 ",
                "0x10.0.0.1",
                "localhost",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "fe80::1%lo",
                "::10.0.0",
                "10.0.0.1::",
                "1:10.0.0.1::",
                "::10.0.0.1:1",
                "1:",
                ":1",
                "1:2:3:4:5:6:7:10.0.0.1",
                "１０.0.0.1",
                "[::1]"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an IP address: \"" + text + "\"");
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @Size(16) byte[] bytes, @ForAll boolean zeros) throws UnknownHostException {
        if (zeros) {
            Arrays.fill(bytes, 2 * (bytes[0] & 3), 14, (byte) 0);
        }
        IpAddress address = IpAddress.of(bytes);
        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
        assertThat(IpAddress.of(Inet6Address.getByAddress(null, bytes, -1).getAddress()))
                .isEqualTo(address);
        IpAddress four = IpAddress.of(Arrays.copyOf(bytes, 4));
        assertThat(IpAddress.parse(four.toString())).isEqualTo(four);
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            assertThat(IpAddress.parse(text).bits()).isIn(32, 128);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining(text);
        }
    }

    @Test
    void addressesAreCountedOn() {
        assertThat(IpAddress.parse("10.0.0.255").plus(1)).hasToString("10.0.1.0");
        assertThat(IpAddress.parse("10.0.1.0").plus(-1)).hasToString("10.0.0.255");
        assertThat(IpAddress.parse("fd00::ffff:ffff:ffff:ffff").plus(1)).hasToString("fd00:0:0:1::");
        assertThat(IpAddress.parse("fd00:0:0:1::").plus(-1)).hasToString("fd00::ffff:ffff:ffff:ffff");
        assertThatThrownBy(() -> IpAddress.parse("255.255.255.255").plus(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> IpAddress.anyV4().plus(-1)).isInstanceOf(ArithmeticException.class);
        assertThat(IpAddress.parse("10.0.0.9")).isLessThan(IpAddress.parse("10.0.0.128"));
        assertThat(IpAddress.parse("255.0.0.0")).isLessThan(IpAddress.anyV6());
        assertThat(IpAddress.parse("127.8.0.1").isLoopback()).isTrue();
        assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
        assertThat(IpAddress.parse("::2").isLoopback()).isFalse();
    }

    @Test
    void networksKnowWhatIsInThem() {
        Cidr network = Cidr.parse("10.1.2.3/20");
        assertThat(network.network()).hasToString("10.1.0.0/20");
        assertThat(network.first()).hasToString("10.1.0.0");
        assertThat(network.last()).hasToString("10.1.15.255");
        assertThat(network.contains(IpAddress.parse("10.1.15.1"))).isTrue();
        assertThat(network.contains(IpAddress.parse("10.1.16.1"))).isFalse();
        assertThat(network.contains(IpAddress.anyV6())).isFalse();
        assertThat(network.overlaps(Cidr.parse("10.0.0.0/8"))).isTrue();
        assertThat(Cidr.parse("10.0.0.0/8").overlaps(network)).isTrue();
        assertThat(network.overlaps(Cidr.parse("10.1.16.0/20"))).isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(IpAddress.parse("255.255.255.255")))
                .isTrue();
        assertThat(Cidr.parse("fd00::1")).hasToString("fd00::1/128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "fd00::/129",
                "10.0.0.0/8/8",
                "/8",
                "10.0.0.0/99999999999"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void macAddressesAreSixPairs() {
        MacAddress address = MacAddress.parse("02:42:AC:11:00:0f");
        assertThat(address).hasToString("02:42:ac:11:00:0f").isEqualTo(MacAddress.of(address.bytes()));
        assertThat(address.isLocal()).isTrue();
        assertThat(address.isMulticast()).isFalse();
        for (String wrong : new String[] {
            "", "02:42:ac:11:00", "02:42:ac:11:00:0f:01", "02-42-ac-11-00-0f", "g2:42:ac:11:00:0f", "2:42:ac:11:00:0f1"
        }) {
            assertThatThrownBy(() -> MacAddress.parse(wrong)).hasMessage("not a MAC address: \"" + wrong + "\"");
        }
    }
}
