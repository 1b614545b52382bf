package dev.jocker.runtime.cgroup;

import dev.jocker.bindings.bpf_h;
import dev.jocker.bindings.filter_h;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link DeviceRule}s as an eBPF program for version 2, where there are no files for them: BPF_PROG_TYPE_CGROUP_DEVICE. The kernel
 * asks it at each open and mknod; 1 allows, 0 is EPERM.
 *
 * <pre>
 *  struct bpf_cgroup_dev_ctx   0  u32 access_type   type in the low half, access in the high
 *                              4  u32 major
 *                              8  u32 minor
 *  struct bpf_insn             0  u8  code
 *                              1  u8  dst | src &lt;&lt; 4
 *                              2  s16 off           instructions to skip
 *                              4  s32 imm
 * </pre>
 *
 * <p>The last rule is asked first. r2 holds the uses that no rule has decided yet: what a rule allows is taken out of it, what one
 * denies ends it. What no rule decides is allowed, as in a group of version 1 without rules.
 */
final class DeviceProgram {
    static final int INSTRUCTION_BYTES = 8;
    private static final int MAJOR_OFFSET = 4;
    private static final int MINOR_OFFSET = 8;
    private static final int RESULT = 0;
    private static final int CONTEXT = 1;
    private static final int UNDECIDED = 2;
    private static final int TYPE = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;
    private static final int SOURCE_SHIFT = 4;

    private static final int LOAD = filter_h.BPF_LDX() | filter_h.BPF_MEM() | filter_h.BPF_W();
    private static final int COPY = bpf_h.BPF_ALU64() | bpf_h.BPF_MOV() | filter_h.BPF_X();
    private static final int SET = bpf_h.BPF_ALU64() | bpf_h.BPF_MOV() | filter_h.BPF_K();
    private static final int AND = bpf_h.BPF_ALU64() | filter_h.BPF_AND() | filter_h.BPF_K();
    private static final int SHIFT = bpf_h.BPF_ALU64() | filter_h.BPF_RSH() | filter_h.BPF_K();
    private static final int UNLESS = filter_h.BPF_JMP() | bpf_h.BPF_JNE() | filter_h.BPF_K();
    private static final int UNLESS_ZERO_OF = filter_h.BPF_JMP() | filter_h.BPF_JSET() | filter_h.BPF_K();
    private static final int GO = filter_h.BPF_JMP() | filter_h.BPF_JA();
    private static final int EXIT = filter_h.BPF_JMP() | bpf_h.BPF_EXIT();

    /** Code, registers, offset and immediate of one instruction. */
    private record Step(int code, int to, int from, int skip, int value) {}

    private final List<Step> steps = new ArrayList<>();

    private DeviceProgram() {}

    /** The program for {@code rules}, as {@code bpf(2)} takes it. */
    static byte[] of(List<DeviceRule> rules) {
        var program = new DeviceProgram();
        program.begin();
        for (DeviceRule rule : rules.reversed()) {
            program.add(rule);
            if (DeviceRules.isForAll(rule)) {
                return program.bytes(); // the kernel refuses a program with steps that nothing leads to
            }
        }
        program.end(true);
        return program.bytes();
    }

    private void begin() {
        add(LOAD, UNDECIDED, CONTEXT, 0, 0);
        add(COPY, TYPE, UNDECIDED, 0, 0);
        add(AND, TYPE, 0, 0, 0xffff);
        add(SHIFT, UNDECIDED, 0, 0, Short.SIZE);
        add(LOAD, MAJOR, CONTEXT, MAJOR_OFFSET, 0);
        add(LOAD, MINOR, CONTEXT, MINOR_OFFSET, 0);
    }

    private void add(DeviceRule rule) {
        List<Step> conditions = new ArrayList<>();
        boolean block = DeviceRules.isForBlock(rule);
        if (block != DeviceRules.isForCharacter(rule)) {
            int type = block ? bpf_h.BPF_DEVCG_DEV_BLOCK() : bpf_h.BPF_DEVCG_DEV_CHAR();
            conditions.add(new Step(UNLESS, TYPE, 0, 0, type));
        }
        if (!DeviceRules.isWild(rule.major())) {
            conditions.add(new Step(UNLESS, MAJOR, 0, 0, rule.major().intValue()));
        }
        if (!DeviceRules.isWild(rule.minor())) {
            conditions.add(new Step(UNLESS, MINOR, 0, 0, rule.minor().intValue()));
        }
        int access = access(rule);
        int decision = access == all() ? 2 : 4;
        for (int i = 0; i < conditions.size(); i++) {
            Step condition = conditions.get(i);
            int skip = conditions.size() - i - 1 + decision;
            add(condition.code, condition.to, 0, skip, condition.value);
        }
        if (access != all() && rule.allow()) {
            add(AND, UNDECIDED, 0, 0, ~access);
            add(UNLESS, UNDECIDED, 0, 2, 0);
        } else if (access != all()) {
            add(UNLESS_ZERO_OF, UNDECIDED, 0, 1, access);
            add(GO, 0, 0, 2, 0);
        }
        end(rule.allow());
    }

    private void end(boolean allowed) {
        add(SET, RESULT, 0, 0, allowed ? 1 : 0);
        add(EXIT, 0, 0, 0, 0);
    }

    private static int access(DeviceRule rule) {
        String letters = DeviceRules.access(rule);
        return (letters.indexOf('m') >= 0 ? bpf_h.BPF_DEVCG_ACC_MKNOD() : 0)
                | (letters.indexOf('r') >= 0 ? bpf_h.BPF_DEVCG_ACC_READ() : 0)
                | (letters.indexOf('w') >= 0 ? bpf_h.BPF_DEVCG_ACC_WRITE() : 0);
    }

    private static int all() {
        return bpf_h.BPF_DEVCG_ACC_MKNOD() | bpf_h.BPF_DEVCG_ACC_READ() | bpf_h.BPF_DEVCG_ACC_WRITE();
    }

    private void add(int code, int to, int from, int skip, int value) {
        steps.add(new Step(code, to, from, skip, value));
    }

    private byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(steps.size() * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        for (Step step : steps) {
            out.put((byte) step.code).put((byte) (step.to | step.from << SOURCE_SHIFT));
            out.putShort((short) step.skip).putInt(step.value);
        }
        return out.array();
    }
}
