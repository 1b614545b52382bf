package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jocker ip} where nothing is asked of the kernel: help, and words that are wrong. */
final class IpVerbTest extends CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"link", "address", "route", "neighbour", "rule", "netns", "a", "n", "r"})
    void everyObjectHasAHelpThatFitsATerminal(String object) {
        assertThat(jocker("ip " + object + " help")).isZero();
        assertThat(out()).startsWith("Usage: jocker ip ").contains(" add");
        assertThat(out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(err()).isEmpty();
    }

    @Test
    void withoutWordsItIsTheHelpOfAll() {
        assertThat(jocker("ip")).isZero();
        String help = out();
        assertThat(help).startsWith("Usage: jocker ip [OPTIONS] OBJECT");
        assertThat(jocker("ip help")).isZero();
        assertThat(out()).isEqualTo(help);
        assertThat(jocker("ip -4 link --help")).isZero();
        assertThat(out()).isEqualTo(help);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip foo | \"foo\" is no object here: they are link, address, route, neighbour, rule and netns",
                "ip -x link | unknown option: -x",
                "ip -4 | say what it is about: link, address, route, neighbour, rule or netns",
                "ip -f ipx link | a family is inet, inet6 or link, not \"ipx\"",
                "ip -n a/b link | not a name of a network namespace: \"a/b\"",
                "ip link foo | \"foo\" is no command of \"ip link\"; see jocker ip link help",
                "ip link add br0 | what is to be made needs a type: ip link add NAME type bridge",
                "ip link add 1234567890123456 type bridge | \"1234567890123456\" is too long for the name of a link: 15 characters at most",
                "ip link add v0 type vlan | type vlan needs an id",
                "ip link add v0 type vlan id 4096 | id is a number from 0 to 4095, not \"4096\"",
                "ip link add m0 type macvlan mode odd | the mode of a macvlan is private, vepa, bridge, passthru or source, not \"odd\"",
                "ip link add br0 type bridge oddity 1 | \"oddity\" is not expected here",
                "ip link add br0 address 02:00 type bridge | not a MAC address: \"02:00\"",
                "ip link set | say which link: ip link set NAME …",
                "ip link set x promisc maybe | promisc is on or off, not \"maybe\"",
                "ip addr add 10.0.0.1/24 | say on which link: dev NAME",
                "ip addr add dev lo | say which address: ip address add 10.0.0.1/24 dev NAME",
                "ip addr add 1.2.3 dev lo | not an IP address: \"1.2.3\"",
                "ip addr add 10.0.0.1/33 dev lo | 10.0.0.1/33: the prefix is from 0 to 32",
                "ip -6 addr add 10.0.0.1/24 dev lo | \"10.0.0.1/24\" is not an IPv6 address, which is expected here",
                "ip addr add 10.0.0.1/24 dev lo valid_lft 10 | preferred_lft is greater than valid_lft",
                "ip neigh add 10.0.0.1 | say which neighbour: 10.0.0.7 dev NAME",
                "ip neigh show nud odd | \"odd\" is no state of a neighbour",
                "ip rule add fwmark 1/x | fwmark is a number from 0 to 4294967295, not \"x\"",
                "ip netns add | say which network namespace",
                "ip netns exec lab | say what to execute: ip netns exec lab COMMAND",
            })
    void wrongWordsAreOneLineAndStatusOne(String line, String message) {
        assertThat(jocker(line)).isEqualTo(1);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("jocker ip: " + message + System.lineSeparator());
    }
}
