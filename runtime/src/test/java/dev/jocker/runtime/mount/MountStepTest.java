package dev.jocker.runtime.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The system calls of each step, as {@code jocker explain} shows them. */
final class MountStepTest {
    private static final Flags<MountFlag> NOSUID = Flags.of(MountFlag.MS_NOSUID);

    @Test
    void propagatesAWholeTree() {
        shows(new MountStep.Propagate("/", Propagation.PRIVATE), "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)");
    }

    @Test
    void mountsFileSystems() {
        shows(
                new MountStep.NewFileSystem("", "tmpfs", "shm", "/dev/shm", NOSUID, "size=1m"),
                "mount(\"shm\", \"/dev/shm\", \"tmpfs\", MS_NOSUID, \"size=1m\")");
        shows(
                new MountStep.NewFileSystem("", "proc", "proc", "/proc", NOSUID, null),
                "mount(\"proc\", \"/proc\", \"proc\", MS_NOSUID, NULL)");
        var layers = new OverlayLayers(List.of(Path.of("/l")), Path.of("/u"), Path.of("/w"), List.of());
        shows(
                new MountStep.MountOverlay(layers, "/merged", NOSUID),
                "mount(\"overlay\", \"/merged\", \"overlay\", MS_NOSUID, \"lowerdir=/l,upperdir=/u,workdir=/w\")");
    }

    @Test
    void pivotsThenLetsGoOfTheOldRoot() {
        shows(new MountStep.Pivot("/new"), "chdir(\"/new\")", "pivot_root(\".\", \".\")");
        shows(new MountStep.DetachOldRoot(), "umount2(\".\", MNT_DETACH)", "chdir(\"/\")");
    }

    @Test
    void aDirectoryThatIsALinkIsRefused() {
        assertThat(text(new MountStep.RequireDirectory("/proc")))
                .last()
                .asString()
                .startsWith("openat(AT_FDCWD, \"/proc\", ")
                .contains("O_DIRECTORY", "O_NOFOLLOW", "O_PATH");
    }

    @Test
    void makesAllThatLeadsToADirectory() {
        assertThat(text(new MountStep.MakeDirectories("/a/b/c", 0755)))
                .filteredOn(each -> each.startsWith("mkdirat"))
                .containsExactly(
                        "mkdirat(AT_FDCWD, \"/a\", 0755)",
                        "mkdirat(AT_FDCWD, \"/a\", 0755)",
                        "mkdirat(AT_FDCWD, \"/a/b\", 0755)",
                        "mkdirat(AT_FDCWD, \"/a/b\", 0755)",
                        "mkdirat(AT_FDCWD, \"/a/b/c\", 0755)",
                        "mkdirat(AT_FDCWD, \"/a/b/c\", 0755)");
    }

    @Test
    void onlyWhatIsThereNeedNotBeMade() {
        var step = new MountStep.MakeDirectories("/a", 0755);
        shows(
                step,
                "mkdirat(AT_FDCWD, \"/a\", 0755)",
                "if <result> >= 0 go to there is /a",
                "if <result> == -EEXIST go to there is /a",
                "mkdirat(AT_FDCWD, \"/a\", 0755)",
                "there is /a:");
        assertThat(ProgramText.failureOf(step.instructions().get(3))).isEmpty();
    }

    @Test
    void makesNodesAndLinks() {
        shows(
                new MountStep.MakeNode("/dev/null", 0020666, Devices.number(1, 3)),
                "mknodat(AT_FDCWD, \"/dev/null\", S_IFCHR|0666, makedev(1, 3))");
        shows(
                new MountStep.ChangeOwner("/dev/tty1", 0, 5),
                "fchownat(AT_FDCWD, \"/dev/tty1\", 0, 5, AT_SYMLINK_NOFOLLOW)");
        shows(
                new MountStep.MakeLink("/dev/fd", "/proc/self/fd"),
                "symlinkat(\"/proc/self/fd\", AT_FDCWD, \"/dev/fd\")");
    }

    @Test
    void deviceNumbersAreThoseOfMakedev() {
        // makedev(3) of glibc: major 12 bits at 8 and the rest at 44, minor 8 bits at 0 and the rest at 20
        assertThat(Devices.number(0x12345, 0x6789a)).isEqualTo(0x120006783459aL);
        assertThat(Devices.major(0x120006783459aL)).isEqualTo(0x12345);
        assertThat(Devices.minor(0x120006783459aL)).isEqualTo(0x6789a);
    }

    @Test
    void putsATreeIntoPlaceAndMakesThePlaceOnlyWhereItIsMissing() {
        var step = new MountStep.PlaceTree(Argument.named(7, "<tree>"), "/a/b", "/a/b", true);
        String move = "move_mount(<tree>, \"\", AT_FDCWD, \"/a/b\", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_SYMLINKS)";
        List<String> text = text(step);
        assertThat(text)
                .startsWith(move, "go to placed /a/b", "make /a/b:", "mkdirat(AT_FDCWD, \"/a\", 0755)")
                .endsWith("there is /a/b:", move, "placed /a/b:");
        assertThat(ProgramText.failureOf(step.instructions().getFirst())).isEqualTo("on an error go to make /a/b");
    }

    @Test
    void masksWithADeviceOfOursOrAnEmptyDirectory() {
        Datum device = Datum.cell("null");
        shows(
                new MountStep.MaskFile("/proc/kcore", device, true),
                "open_tree(<null>, \"\", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH)",
                "move_mount(<null device>, \"\", AT_FDCWD, \"/proc/kcore\", MOVE_MOUNT_F_EMPTY_PATH)");
        shows(
                new MountStep.MaskDirectory("/proc/acpi", true),
                "mount(\"tmpfs\", \"/proc/acpi\", \"tmpfs\", MS_RDONLY, \"nr_blocks=1,nr_inodes=1\")");
    }

    @Test
    void onlyAMissingPathIsLeftUnmasked() {
        String mount = "mount(\"tmpfs\", \"/secret\", \"tmpfs\", MS_RDONLY, \"nr_blocks=1,nr_inodes=1\")";
        var step = new MountStep.MaskDirectory("/secret", false);
        shows(
                step,
                mount,
                "if <result> >= 0 go to there",
                "if <result> == -ENOENT go to masked /secret",
                mount,
                "there:",
                "masked /secret:");
        assertThat(ProgramText.failureOf(step.instructions().get(3))).isEmpty();
    }

    @Test
    void makesMountsAndPartsOfThemReadOnly() {
        assertThat(text(new MountStep.ReadOnly("/")))
                .singleElement()
                .asString()
                .startsWith("mount_setattr(AT_FDCWD, \"/\", 0, {set=MOUNT_ATTR_RDONLY}, 32)");
        assertThat(text(new MountStep.ReadOnlyPath("/proc/sys", true)))
                .first()
                .asString()
                .startsWith("mount(\"/proc/sys\", \"/proc/sys\", NULL, ")
                .contains("MS_BIND", "MS_REC");
    }

    @Test
    void copiesADeviceBeforeAndPlacesItAfter() {
        Datum cell = Datum.cell("/dev/null");
        shows(
                new MountStep.CopyMount("/dev/null", cell),
                "open_tree(AT_FDCWD, \"/dev/null\", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC)");
        assertThat(text(new MountStep.PlaceCopy(cell, "/dev/null")))
                .first()
                .asString()
                .startsWith("move_mount(</dev/null>, ");
    }

    private static void shows(MountStep step, String... calls) {
        assertThat(text(step)).containsExactly(calls);
    }

    private static List<String> text(MountStep step) {
        return step.instructions().stream()
                .map((Instruction each) -> ProgramText.of(each))
                .toList();
    }
}
