package dev.jocker.runtime.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.netlink_h;
import dev.jocker.bindings.nlattr;
import dev.jocker.bindings.nlmsgerr;
import dev.jocker.bindings.nlmsghdr;
import dev.jocker.bindings.rtnetlink_h;
import org.junit.jupiter.api.Test;

/** What is spelt beside its use is what the headers say. */
final class AlignmentTest {
    @Test
    void alignsToFour() {
        assertThat(Alignment.align(0)).isZero();
        assertThat(Alignment.align(1)).isEqualTo(4);
        assertThat(Alignment.align(4)).isEqualTo(4);
        assertThat(Alignment.align(5)).isEqualTo(8);
        assertThat(new int[] {
                    netlink_h.NLMSG_ALIGNTO(),
                    netlink_h.NLA_ALIGNTO(),
                    rtnetlink_h.RTA_ALIGNTO(),
                    rtnetlink_h.RTNH_ALIGNTO()
                })
                .containsOnly(Alignment.align(1));
    }

    @Test
    void headersAreThoseOfTheBindings() {
        assertThat(new long[] {
                    nlmsghdr.nlmsg_type$offset(),
                    nlmsghdr.nlmsg_flags$offset(),
                    nlmsghdr.nlmsg_seq$offset(),
                    nlmsghdr.nlmsg_pid$offset(),
                    nlmsghdr.sizeof()
                })
                .containsExactly(Message.TYPE, Message.FLAGS, Message.SEQUENCE, Message.PORT, Message.HEADER_BYTES);
        assertThat(nlattr.nla_len$offset()).isZero();
        assertThat(nlattr.nla_type$offset()).isEqualTo(2);
        assertThat(nlattr.sizeof()).isEqualTo(4);
        assertThat(nlmsgerr.error$offset()).isZero();
        assertThat(nlmsgerr.msg$offset()).isEqualTo(4);
    }
}
