package dev.jocker.cli.bench;

import static dev.jocker.runtime.syscall.SystemCall.CLONE3;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.EXECVE;
import static dev.jocker.runtime.syscall.SystemCall.EXIT_GROUP;
import static dev.jocker.runtime.syscall.SystemCall.MOVE_MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.PPOLL;
import static dev.jocker.runtime.syscall.SystemCall.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.container.Explanation;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Argument;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FloorSourceTest {
    private static final Path DIRECTORY = Path.of("/data/a \"b\"");

    private final Argument channel = Argument.named(-1, "<channel>");
    private final Argument tree = Argument.named(-1, "</data>");

    private String source(Program.Builder child) {
        Program launch = Program.named("launch")
                .call(
                        "",
                        CLONE3,
                        Operand.address(Datum.structure("arguments", 88).set64(0, 0x2000_5100)), // with CLONE_VM
                        Operand.of(88))
                .append(end())
                .build();
        var preparation = new Explanation.Preparation(
                DIRECTORY,
                List.of(DIRECTORY.resolve("merged")),
                List.of(),
                List.of(),
                List.of(
                        new Explanation.Tree(tree, DIRECTORY.resolve("etc/hosts"), false),
                        new Explanation.Tree(Argument.number(-2), Path.of("/srv"), true)),
                List.of(channel));
        var start = new Explanation(
                null, launch, null, child == null ? null : child.append(end()).build(), preparation);
        return FloorSource.of("before\n//// data\nbetween\n//// child\nafter\n", start);
    }

    private static Call end() {
        return Call.of("", EXIT_GROUP, Operand.of(7)).ignoringErrors();
    }

    private static Program.Builder child() {
        return Program.named("child");
    }

    @Test
    void aCallThatMustSucceedIsChecked() {
        String source = source(child().call("", EXECVE, Operand.string("/bin/true"), Operand.NULL, Operand.of(-3)));
        assertThat(source)
                .contains("    r = call(" + EXECVE.number()
                        + ", (int64_t) (uintptr_t) (d0 + 0), 0L, -3L, 0, 0, 0);\n    check(0, r);\n")
                .contains("static unsigned char d0[10] __attribute__((aligned(8))) = {\n    "
                        + "47,98,105,110,47,116,114,117,101,0,};")
                .contains("    r = call(" + EXIT_GROUP.number() + ", 7L, 0, 0, 0, 0, 0);\n    _exit(0);\n}\n");
    }

    @Test
    void aResultIsKeptAndUsed() {
        Datum fd = Datum.cell("fd");
        Datum numbers = Datum.buffer("numbers", 16);
        String source = source(child().append(Call.of("", OPENAT).into(fd).ignoringErrors())
                .append(Call.of("", OPENAT).into(numbers, 4, Width.NARROW).ignoringErrors())
                .append(Call.of("", CLOSE, Operand.contents(fd)).ignoringErrors())
                .append(Call.of("", CLOSE, Operand.contents32(numbers, 4)).ignoringErrors()));
        assertThat(source)
                .contains("    *(int64_t *) (d0 + 0) = r;\n")
                .contains("    *(int32_t *) (d1 + 4) = r;\n")
                .contains("call(" + CLOSE.number() + ", *(int64_t *) (d0 + 0), 0,")
                .contains("call(" + CLOSE.number() + ", *(int32_t *) (d1 + 4), 0,")
                .contains("static unsigned char d1[16] __attribute__((aligned(8)));")
                .doesNotContain("check(");
    }

    @Test
    void branchesAndErrorsGoToLabels() {
        Label there = Label.named("there\\");
        Datum cell = Datum.cell("cell");
        String source = source(child().append(Call.of("", OPENAT).into(cell).onErrorGoTo(there))
                .append(new Branch("", Operand.contents(cell), Condition.NOT_EQUAL, Operand.of(-20), there))
                .append(new Branch("", Operand.contents(cell), Condition.NO_BIT, Operand.of(16), there))
                .append(new Branch("", Operand.contents(cell), Condition.LESS, Operand.of(2), there))
                .append(there));
        assertThat(source)
                .contains("    if ((uint64_t) r >= -4095UL) goto l0;\n")
                .contains("    if (*(int64_t *) (d0 + 0) != -20L) goto l0;\n")
                .contains("    if ((*(int64_t *) (d0 + 0) & 16L) == 0) goto l0;\n")
                .contains("    if (*(int64_t *) (d0 + 0) < 2L) goto l0;\n")
                .contains("l0:; // there/\n"); // a backslash would take the next line into the comment
    }

    @Test
    void dataPointAtOtherData() {
        String source = source(child().call("", EXECVE, Operand.NULL, Operand.strings(List.of("a", "b"))));
        assertThat(source).contains("""
                        static void link_data(void) {
                            *(uint64_t *) (d0 + 0) = (uint64_t) (uintptr_t) (d1 + 0);
                            *(uint64_t *) (d0 + 8) = (uint64_t) (uintptr_t) (d2 + 0);
                        }
                        """);
    }

    @Test
    void callsOnTheChannelAreLeftOut() {
        Datum polled = Datum.structure("{channel}", 8).set32(0, channel);
        Label alive = Label.named("alive");
        String source = source(child().call("", PPOLL, Operand.address(polled), Operand.of(1))
                .append(new Branch("", Operand.contents32(polled, 4), Condition.NO_BIT, Operand.of(16), alive))
                .append(alive)
                .call("", WRITE, Operand.of(channel), Operand.string("!"), Operand.of(1))
                .call("", CLOSE, Operand.of(5)));
        assertThat(source)
                .doesNotContain("call(" + PPOLL.number() + ",")
                .doesNotContain("call(" + WRITE.number() + ",")
                .contains("    if ((*(int32_t *) (d0 + 4) & 16L) == 0) goto l0;\n")
                .contains("    // 3: close(5)\n    r = call(" + CLOSE.number() + ", 5L,")
                .contains("check(3, r);"); // the numbers are the program's own
    }

    @Test
    void inheritedTreesAreThoseThatCMade() {
        String source = source(child().call("", MOVE_MOUNT, Operand.of(tree), Operand.string("")));
        assertThat(source)
                .contains("call(" + MOVE_MOUNT.number() + ", inherited[0], ")
                .contains("    {\"/data/a\\040\\042b\\042/etc/hosts\", 0},\n    {\"/srv\", 1},\n")
                .contains("static const int tree_count = 2;");
    }

    @Test
    void directoriesAndFilesAreListedInTheirOrder() {
        String a = "    \"/data/a\\040\\042b\\042";
        assertThat(source(child()))
                .contains("places[] = {\n" + a + "\",\n" + a + "/merged\",\n" + a + "/etc\",\n    0\n};")
                .contains("files[] = {\n" + a + "/etc/hosts\",\n    0\n};");
    }

    @Test
    void theCloneHasTheLaunchesFlagsButForTheSharedMemory() {
        assertThat(source(child())).startsWith("before\n#define CLONE_FLAGS 0x20005000ULL\n");
    }

    @Test
    void aWordThatNobodyKnowsIsRefused() {
        Datum late = Datum.structure("{fd}", 8).set32(0, Argument.named(-1, "<other>"));
        var child = child().call("", PPOLL, Operand.address(late));
        assertThatThrownBy(() -> source(child)).isInstanceOf(IllegalArgumentException.class);
    }
}
