package dev.jocker.runtime.launch;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.__sifields;
import dev.jocker.bindings.cmsghdr;
import dev.jocker.bindings.msghdr;
import dev.jocker.bindings.pollfd;
import dev.jocker.bindings.siginfo;
import dev.jocker.bindings.winsize;
import java.lang.foreign.GroupLayout;
import org.junit.jupiter.api.Test;

/** The structures in programs of children, whose offsets are spelled out, are those of the bindings. */
final class StructLayoutsTest {
    @Test
    void messagesThatCarryATerminal() {
        assertThat(new long[] {
                    msghdr.msg_iov$offset(),
                    msghdr.msg_iovlen$offset(),
                    msghdr.msg_control$offset(),
                    msghdr.msg_controllen$offset(),
                    msghdr.sizeof()
                })
                .containsExactly(
                        TerminalSteps.MSG_IOV,
                        TerminalSteps.MSG_IOVLEN,
                        TerminalSteps.MSG_CONTROL,
                        TerminalSteps.MSG_CONTROLLEN,
                        TerminalSteps.MSGHDR_BYTES);
        assertThat(new long[] {cmsghdr.cmsg_level$offset(), cmsghdr.cmsg_type$offset(), cmsghdr.sizeof()})
                .containsExactly(TerminalSteps.CMSG_LEVEL, TerminalSteps.CMSG_TYPE, TerminalSteps.CMSG_FD);
        assertThat(TerminalSteps.CMSG_BYTES).isEqualTo(TerminalSteps.CMSG_FD + Long.BYTES); // CMSG_SPACE(sizeof(int))
        assertThat(winsize.sizeof()).isEqualTo(TerminalSteps.WINSIZE_BYTES);
    }

    @Test
    void whatWaitidTellsProcessOne() {
        long fields = siginfo._sifields$offset();
        GroupLayout layout = __sifields.layout();

        assertThat(new long[] {
                    siginfo.si_code$offset(),
                    fields + layout.byteOffset(groupElement("_sigchld"), groupElement("_pid")),
                    fields + layout.byteOffset(groupElement("_sigchld"), groupElement("_status")),
                    siginfo.sizeof()
                })
                .containsExactly(InitSteps.SI_CODE, InitSteps.SI_PID, InitSteps.SI_STATUS, InitSteps.SIGINFO_BYTES);
    }

    @Test
    void whatAPollOfTheChannelSees() {
        assertThat(pollfd.sizeof()).isEqualTo(CommandSteps.POLLFD_BYTES);
        assertThat(pollfd.events$offset()).isEqualTo(Integer.BYTES);
        assertThat(pollfd.revents$offset()).isEqualTo(Integer.BYTES + Short.BYTES);
    }
}
