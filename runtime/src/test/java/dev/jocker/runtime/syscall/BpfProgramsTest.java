package dev.jocker.runtime.syscall;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.bpf_attr;
import java.lang.foreign.MemoryLayout;
import org.junit.jupiter.api.Test;

/** The offsets that are spelt out are those of the header. */
final class BpfProgramsTest {
    @Test
    void load() {
        assertThat(offset("insn_cnt")).isEqualTo(BpfPrograms.LOAD_COUNT);
        assertThat(offset("insns")).isEqualTo(BpfPrograms.LOAD_INSTRUCTIONS);
        assertThat(offset("license")).isEqualTo(BpfPrograms.LOAD_LICENSE);
        assertThat(offset("expected_attach_type") + Integer.BYTES).isEqualTo(BpfPrograms.LOAD_BYTES);
    }

    @Test
    void attach() {
        assertThat(offset("attach_bpf_fd")).isEqualTo(BpfPrograms.ATTACH_PROGRAM);
        assertThat(offset("attach_type")).isEqualTo(BpfPrograms.ATTACH_TYPE);
        assertThat(offset("attach_flags")).isEqualTo(BpfPrograms.ATTACH_FLAGS);
        assertThat(offset("replace_bpf_fd") + Integer.BYTES).isEqualTo(BpfPrograms.ATTACH_BYTES);
    }

    @Test
    void query() {
        assertThat(query("attach_type")).isEqualTo(BpfPrograms.QUERY_TYPE);
        assertThat(query("prog_ids")).isEqualTo(BpfPrograms.QUERY_IDS);
        assertThat(query("prog_cnt")).isEqualTo(BpfPrograms.QUERY_COUNT);
    }

    private static long query(String field) {
        return bpf_attr.layout().byteOffset(groupElement("query"), groupElement(field));
    }

    /** Of a member of one of the union's nameless structures. */
    private static long offset(String field) {
        for (MemoryLayout struct : bpf_attr.layout().memberLayouts()) {
            if (struct.name().orElse("").startsWith("$anon")
                    && struct instanceof java.lang.foreign.StructLayout members
                    && members.memberLayouts().stream()
                            .anyMatch(each -> each.name().orElse("").equals(field))) {
                return struct.byteOffset(groupElement(field));
            }
        }
        throw new AssertionError("no member " + field);
    }
}
