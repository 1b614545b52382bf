package dev.jocker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jocker.cli.option.OptionException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ListingTest {
    private static Listing listing(String format) {
        return new Listing(
                        format,
                        "{{.ID}}\t{{.Names}}",
                        "ID",
                        "CONTAINER ID",
                        "Names",
                        "NAMES",
                        "Size",
                        "SIZE",
                        "Label()",
                        "")
                .row(new TreeMap<>(Map.of("ID", "1a", "Names", "web", "Size", "1B")))
                .row(new TreeMap<>(Map.of("ID", "2bcd", "Names", "db", "Size", "2B")));
    }

    @Test
    void theTableOfTheVerb() {
        for (String format : new String[] {null, "", "table"}) {
            assertThat(listing(format).text(Table.UNLIMITED)).isEqualTo("""
                    CONTAINER ID   NAMES
                    1a             web
                    2bcd           db
                    """);
        }
    }

    @Test
    void aTableOfOwnColumns() {
        assertThat(listing("table {{.Names}}\\t{{upper .ID}}\t{{.Size}}").text(Table.UNLIMITED))
                .isEqualTo("""
                        NAMES   CONTAINER ID   SIZE
                        web     1A             1B
                        db      2BCD           2B
                        """);
    }

    @Test
    void aTableOfNothingHasHeadings() {
        var empty = new Listing("table {{.Names}}\\t{{.Label \"stage\"}}", "", "Names", "NAMES", "Label()", "");
        assertThat(empty.text(Table.UNLIMITED)).isEqualTo("NAMES   STAGE\n");
    }

    @Test
    void anObjectALine() {
        String lines =
                "{\"ID\":\"1a\",\"Names\":\"web\",\"Size\":\"1B\"}\n{\"ID\":\"2bcd\",\"Names\":\"db\",\"Size\":\"2B\"}\n";
        assertThat(listing("json").text(10)).isEqualTo(lines);
        assertThat(listing("{{json .}}").text(10)).isEqualTo(lines);
    }

    @Test
    void aTemplateALine() {
        assertThat(listing("{{.Names}}:\\t{{.ID}}").text(3)).isEqualTo("web:\t1a\ndb:\t2bcd\n");
    }

    @Test
    void knowsWhichFieldsAreWanted() {
        assertThat(listing("table").shows("Size")).isFalse();
        assertThat(listing("{{.Size}}").shows("Size")).isTrue();
        assertThat(listing("json").shows("Size")).isTrue();
    }

    @Test
    void aWrongTemplateIsAWrongOption() {
        assertThatExceptionOfType(OptionException.class)
                .isThrownBy(() -> listing("{{.ID"))
                .withMessage("--format: at 1:1: '{{' without '}}'");
        assertThatExceptionOfType(OptionException.class)
                .isThrownBy(() -> listing("{{.Nmes}}").text(80))
                .withMessage("--format: at 1:3: there is no field .Nmes; there are: ID Names Size");
    }
}
