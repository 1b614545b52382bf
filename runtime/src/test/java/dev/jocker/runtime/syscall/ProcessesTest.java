package dev.jocker.runtime.syscall;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.__sifields;
import dev.jocker.bindings.siginfo;
import dev.jocker.bindings.signal_h;
import org.junit.jupiter.api.Test;

final class ProcessesTest {
    @Test
    void endingsAreReadWhereTheKernelWritesThem() {
        long status = siginfo._sifields$offset()
                + __sifields.layout().byteOffset(groupElement("_sigchld"), groupElement("_status"));

        assertThat(new long[] {siginfo.si_code$offset(), status, siginfo.sizeof(), signal_h.CLD_EXITED()})
                .containsExactly(Processes.SI_CODE, Processes.SI_STATUS, Processes.SIGINFO_BYTES, Processes.CLD_EXITED);
    }

    @Test
    void exitCodesAreAsAShellShowsThem() {
        assertThat(new Processes.Ending(false, 7).exitCode()).isEqualTo(7);
        assertThat(new Processes.Ending(true, 9).exitCode()).isEqualTo(137);
    }

    @Test
    void thisProcessExistsAndTheGreatestPidDoesNot() {
        assertThat(Processes.exists((int) ProcessHandle.current().pid())).isTrue();
        assertThat(Processes.exists(Integer.MAX_VALUE)).isFalse();
    }
}
