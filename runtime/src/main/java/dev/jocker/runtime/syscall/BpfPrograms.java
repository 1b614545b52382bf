package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.BPF;

import dev.jocker.bindings.bpf_h;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Programs that the kernel asks whether a group's processes may use a device; {@code bpf(2)}. */
public final class BpfPrograms {
    // union bpf_attr; BpfProgramsTest compares with the bindings.
    static final int LOAD_COUNT = 4;
    static final int LOAD_INSTRUCTIONS = 8;
    static final int LOAD_LICENSE = 16;
    static final int LOAD_BYTES = 72; // to the end of expected_attach_type
    static final int ATTACH_PROGRAM = 4;
    static final int ATTACH_TYPE = 8;
    static final int ATTACH_FLAGS = 12;
    static final int ATTACH_BYTES = 20;
    static final int QUERY_TYPE = 4;
    static final int QUERY_IDS = 16;
    static final int QUERY_COUNT = 24;
    static final int QUERY_BYTES = 32;
    static final int OPEN_BYTES = 12;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int MOST_QUERIED = 64;

    private BpfPrograms() {}

    /** Loads a BPF_PROG_TYPE_CGROUP_DEVICE, an array of {@code bpf_insn}. The kernel verifies it. */
    public static Fd loadDeviceProgram(byte[] instructions) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block code = memory.block(instructions.length);
            code.bytes().put(instructions);
            NativeMemory.Block attributes = memory.block(LOAD_BYTES);
            ByteBuffer bytes = attributes.bytes();
            bytes.putInt(0, bpf_h.BPF_PROG_TYPE_CGROUP_DEVICE());
            bytes.putInt(LOAD_COUNT, instructions.length / INSTRUCTION_BYTES);
            bytes.putLong(LOAD_INSTRUCTIONS, code.address());
            bytes.putLong(LOAD_LICENSE, memory.string("none").word()); // the kernel's functions it calls: none
            long fd = call(bpf_h.BPF_PROG_LOAD(), "BPF_PROG_LOAD", attributes, LOAD_BYTES);
            return Fd.owned((int) fd, "device program");
        }
    }

    /** Attaches a program to a group, beside others (BPF_F_ALLOW_MULTI): what one of them refuses is refused. */
    public static void attachDeviceProgram(Fd group, Fd program) throws SyscallException {
        change(bpf_h.BPF_PROG_ATTACH(), "BPF_PROG_ATTACH", group, program, bpf_h.BPF_F_ALLOW_MULTI());
    }

    /** Detaches a program from a group. */
    public static void detachDeviceProgram(Fd group, Fd program) throws SyscallException {
        change(bpf_h.BPF_PROG_DETACH(), "BPF_PROG_DETACH", group, program, 0);
    }

    /** The programs attached to a group itself, not to those above it. They are the caller's to close. */
    public static List<Fd> devicePrograms(Fd group) throws SyscallException {
        List<Fd> programs = new ArrayList<>();
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block ids = memory.block((long) MOST_QUERIED * Integer.BYTES);
            NativeMemory.Block attributes = memory.block(QUERY_BYTES);
            ByteBuffer bytes = attributes.bytes();
            bytes.putInt(0, group.number());
            bytes.putInt(QUERY_TYPE, bpf_h.BPF_CGROUP_DEVICE());
            bytes.putLong(QUERY_IDS, ids.address());
            bytes.putInt(QUERY_COUNT, MOST_QUERIED);
            call(bpf_h.BPF_PROG_QUERY(), "BPF_PROG_QUERY", attributes, QUERY_BYTES);
            for (int i = 0; i < bytes.getInt(QUERY_COUNT); i++) {
                NativeMemory.Block wanted = memory.block(OPEN_BYTES);
                wanted.bytes().putInt(0, ids.bytes().getInt(i * Integer.BYTES));
                long fd = call(bpf_h.BPF_PROG_GET_FD_BY_ID(), "BPF_PROG_GET_FD_BY_ID", wanted, OPEN_BYTES);
                programs.add(Fd.owned((int) fd, "device program"));
            }
            return programs;
        }
    }

    private static void change(int command, String name, Fd group, Fd program, int flags) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block attributes = memory.block(ATTACH_BYTES);
            attributes
                    .bytes()
                    .putInt(0, group.number())
                    .putInt(ATTACH_PROGRAM, program.number())
                    .putInt(ATTACH_TYPE, bpf_h.BPF_CGROUP_DEVICE())
                    .putInt(ATTACH_FLAGS, flags);
            call(command, name, attributes, ATTACH_BYTES);
        }
    }

    private static long call(int command, String name, Argument attributes, int size) throws SyscallException {
        return Downcall.call(BPF, Argument.named(command, name), attributes, Argument.number(size));
    }
}
