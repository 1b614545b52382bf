package dev.jocker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void alignsColumnsUnderTheirHeadings() {
        String text = new Table("repository", "tag", "size")
                .row("alpine", "3.20", "7.8MB")
                .row("a/very/long/name", "latest", "1GB")
                .text(Table.UNLIMITED);
        assertThat(text).isEqualTo("""
                REPOSITORY         TAG      SIZE
                alpine             3.20     7.8MB
                a/very/long/name   latest   1GB
                """);
    }

    @Test
    void hasItsHeadingsWhenThereIsNothing() {
        assertThat(new Table("image id", "size").text(80)).isEqualTo("IMAGE ID   SIZE\n");
    }

    @Test
    void leavesNoBlanksAtTheEndOfALine() {
        assertThat(new Table("name", "status", "ports").row("a", "", "").text(80))
                .isEqualTo("NAME   STATUS   PORTS\na\n");
    }

    @Test
    void cutsTheWidestColumnToFitTheTerminal() {
        Table table = new Table("name", "command").row("web", "sleep 1000000000000000");
        assertThat(table.text(25)).isEqualTo("""
                NAME   COMMAND
                web    sleep 10000000000…
                """);
        assertThat(table.text(25).lines()).allMatch(line -> line.length() <= 25);
    }

    @Test
    void keepsEightLettersOfAColumnHoweverNarrowTheTerminal() {
        assertThat(new Table("name").row("abcdefghijkl").text(1)).isEqualTo("NAME\nabcdefg…\n");
    }

    @Test
    void countsLettersNotHalvesOfThem() {
        assertThat(new Table("a", "b").row("𝄞𝄞", "x").text(80)).isEqualTo("A    B\n𝄞𝄞   x\n");
    }

    @Test
    void letsNothingMoveTheCursor() {
        assertThat(new Table("name").row("a\033[2Jb\n").text(80)).isEqualTo("NAME\na?[2Jb?\n");
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells in a table of 2 columns");
    }
}
