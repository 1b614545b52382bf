package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.dirent64;
import dev.jocker.bindings.statfs;
import dev.jocker.bindings.statx;
import dev.jocker.bindings.statx_timestamp;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FileNamesTest {
    @Test
    void readsUtf8() {
        assertThat(FileNames.decode("Főtanúsítvány 😀".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Főtanúsítvány 😀");
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] name = {'a', (byte) 0xE9, 'b', (byte) 0xC3, (byte) 0xA9, (byte) 0xF0, (byte) 0x9F};

        String text = FileNames.decode(name);

        assertThat(text).isEqualTo("a\uDCE9bé\uDCF0\uDC9F");
        assertThat(FileNames.encode(text)).isEqualTo(name);
    }

    @Test
    void everyByteHasAWayBack() {
        for (int first = 1; first < 256; first++) {
            for (int second = 1; second < 256; second++) {
                byte[] name = {(byte) first, (byte) second, 'x', (byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80};
                assertThat(FileNames.encode(FileNames.decode(name))).isEqualTo(name);
            }
        }
    }

    @Test
    void refusesAZeroByte() {
        assertThatThrownBy(() -> FileNames.encode("a\0b")).hasMessageContaining("zero byte");
    }

    @Test
    void statusReadsWhereTheHeaderSays() {
        assertThat(FileStatus.STATX_BYTES).isEqualTo((int) statx.sizeof());
        assertThat(DirectoryEntries.D_RECLEN).isEqualTo((int) dirent64.d_reclen$offset());
        assertThat(DirectoryEntries.D_NAME).isEqualTo((int) dirent64.d_name$offset());
        assertThat(FileStatus.STATFS_BYTES).isEqualTo((int) statfs.sizeof());
        assertThat(statfs.f_type$offset()).isZero();
        assertThat(FileStatus.STX_NLINK).isEqualTo((int) statx.stx_nlink$offset());
        assertThat(FileStatus.STX_DEV_MAJOR).isEqualTo((int) statx.stx_dev_major$offset());
        assertThat(FileStatus.STX_DEV_MINOR).isEqualTo((int) statx.stx_dev_minor$offset());
        assertThat(FileStatus.STX_UID).isEqualTo((int) statx.stx_uid$offset());
        assertThat(FileStatus.STX_GID).isEqualTo((int) statx.stx_gid$offset());
        assertThat(FileStatus.STX_MODE).isEqualTo((int) statx.stx_mode$offset());
        assertThat(FileStatus.STX_INO).isEqualTo((int) statx.stx_ino$offset());
        assertThat(FileStatus.STX_SIZE).isEqualTo((int) statx.stx_size$offset());
        assertThat(FileStatus.STX_MTIME).isEqualTo((int) statx.stx_mtime$offset());
        assertThat(FileStatus.STX_RDEV_MAJOR).isEqualTo((int) statx.stx_rdev_major$offset());
        assertThat(FileStatus.STX_RDEV_MINOR).isEqualTo((int) statx.stx_rdev_minor$offset());
        assertThat(FileStatus.TV_NSEC).isEqualTo((int) statx_timestamp.tv_nsec$offset());
    }
}
