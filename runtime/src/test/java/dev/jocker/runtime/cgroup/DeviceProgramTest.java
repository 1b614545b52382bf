package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel is given, instruction by instruction; CgroupIT has the kernel run it. */
final class DeviceProgramTest {
    private static final DeviceRule NOTHING = new DeviceRule(false, null, null, null, "rwm");

    private static final String[] BEGINNING = {
        "61 2<1 +0 0", // r2 = access_type
        "bf 3<2 +0 0", // r3 = r2
        "57 3<0 +0 65535", // r3 &= 0xffff: the type
        "77 2<0 +0 16", // r2 >>= 16: the access
        "61 4<1 +4 0", // r4 = major
        "61 5<1 +8 0", // r5 = minor
    };

    private static List<String> program(DeviceRule... rules) {
        ByteBuffer bytes = ByteBuffer.wrap(DeviceProgram.of(List.of(rules))).order(ByteOrder.nativeOrder());
        List<String> lines = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int code = Byte.toUnsignedInt(bytes.get());
            int registers = bytes.get();
            lines.add("%02x %d<%d +%d %d"
                    .formatted(code, registers & 15, registers >> 4, bytes.getShort(), bytes.getInt()));
        }
        assertThat(lines).startsWith(BEGINNING);
        return lines.subList(BEGINNING.length, lines.size());
    }

    @Test
    void nothing() {
        assertThat(program(NOTHING)).containsExactly("b7 0<0 +0 0", "95 0<0 +0 0");
    }

    @Test
    void whatNoRuleDecidesIsAllowed() {
        assertThat(program()).containsExactly("b7 0<0 +0 1", "95 0<0 +0 0");
    }

    @Test
    void aDeviceForAllUses() {
        assertThat(program(NOTHING, new DeviceRule(true, "c", 1L, 3L, "rwm")))
                .containsExactly(
                        "55 3<0 +4 2", // unless a character device, next rule
                        "55 4<0 +3 1",
                        "55 5<0 +2 3",
                        "b7 0<0 +0 1",
                        "95 0<0 +0 0",
                        "b7 0<0 +0 0",
                        "95 0<0 +0 0");
    }

    @Test
    void someUsesAreTakenOutOfWhatIsToBeDecided() {
        assertThat(program(NOTHING, new DeviceRule(true, "b", 8L, null, "rm")))
                .containsExactly(
                        "55 3<0 +5 1",
                        "55 4<0 +4 8",
                        "57 2<0 +0 -4", // of mknod 1, read 2, write 4 the write is left
                        "55 2<0 +2 0", // unless nothing is left, next rule
                        "b7 0<0 +0 1",
                        "95 0<0 +0 0",
                        "b7 0<0 +0 0",
                        "95 0<0 +0 0");
    }

    @Test
    void someUsesAreDenied() {
        assertThat(program(new DeviceRule(false, "b", null, null, "w")))
                .containsExactly(
                        "55 3<0 +4 1",
                        "45 2<0 +1 4", // if it is to be written …
                        "05 0<0 +2 0",
                        "b7 0<0 +0 0", // … no
                        "95 0<0 +0 0",
                        "b7 0<0 +0 1",
                        "95 0<0 +0 0");
    }
}
