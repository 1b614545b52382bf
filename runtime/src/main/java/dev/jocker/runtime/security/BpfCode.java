package dev.jocker.runtime.security;

import static dev.jocker.bindings.filter_h.BPF_ABS;
import static dev.jocker.bindings.filter_h.BPF_ALU;
import static dev.jocker.bindings.filter_h.BPF_AND;
import static dev.jocker.bindings.filter_h.BPF_JA;
import static dev.jocker.bindings.filter_h.BPF_JMP;
import static dev.jocker.bindings.filter_h.BPF_K;
import static dev.jocker.bindings.filter_h.BPF_LD;
import static dev.jocker.bindings.filter_h.BPF_RET;
import static dev.jocker.bindings.filter_h.BPF_W;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Classic BPF ({@code linux/filter.h}), written from its end to its beginning: jumps only go forward, so the target of each is
 * there already when the jump is written. A <em>place</em> is an instruction's distance from the end, and never changes.
 *
 * <pre>
 *  struct sock_filter    0  u16 code
 *                        2  u8  jt     instructions to skip if the condition holds
 *                        3  u8  jf     ... and if not
 *                        4  u32 k
 * </pre>
 *
 * <p>A conditional jump reaches 255 instructions. A farther target is brought near: a return is written again, anything else
 * gets an unconditional jump, which reaches everywhere.
 */
final class BpfCode {
    static final int INSTRUCTION_BYTES = 8;

    /** Of 255, two less: bringing one target near moves the other by one. */
    private static final int REACH = 253;

    private static final int FIRST_CAPACITY = 256;
    private static final int LOAD = BPF_LD() | BPF_W() | BPF_ABS();
    private static final int MASK = BPF_ALU() | BPF_AND() | BPF_K();
    private static final int GO = BPF_JMP() | BPF_JA();
    private static final int RETURN = BPF_RET() | BPF_K();

    private int[] heads = new int[FIRST_CAPACITY]; // code, jt << 16, jf << 24
    private int[] constants = new int[FIRST_CAPACITY];
    private int count;
    private int[] returns = new int[16]; // places of returns
    private int returnCount;

    /** The number of instructions. */
    int length() {
        return count;
    }

    /** A place that returns {@code value}, in reach of what is written next. */
    int returning(int value) {
        for (int i = returnCount - 1; i >= 0 && skip(returns[i]) <= REACH; i--) {
            if (constants[returns[i]] == value) {
                return returns[i];
            }
        }
        if (returnCount == returns.length) {
            returns = Arrays.copyOf(returns, 2 * returnCount);
        }
        int place = write(RETURN, value);
        returns[returnCount++] = place;
        return place;
    }

    /** Loads the word at {@code offset} of {@code seccomp_data}, and goes on at {@code next}. */
    int load(int offset, int next) {
        goOnAt(next);
        return write(LOAD, offset);
    }

    /** Keeps only the bits of {@code mask}, and goes on at {@code next}. */
    int mask(int mask, int next) {
        goOnAt(next);
        return write(MASK, mask);
    }

    /** Compares with {@code constant}, unsigned, and goes on accordingly. {@code condition} is one of BPF_JEQ, JGE, JGT, JSET. */
    int jump(int condition, int constant, int ifTrue, int ifFalse) {
        int truePlace = near(ifTrue);
        int falsePlace = near(ifFalse);
        int head = BPF_JMP() | condition | BPF_K();
        return write(head | skip(truePlace) << 16 | skip(falsePlace) << 24, constant);
    }

    /** Where to jump to if the word at {@code loaded} is in the register already: past a load of it at {@code place}. */
    int withLoaded(int loaded, int place) {
        return heads[place] == LOAD && constants[place] == loaded ? place - 1 : place;
    }

    /** An array of {@code sock_filter}, first instruction first. */
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(count * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        for (int place = count - 1; place >= 0; place--) {
            int head = heads[place];
            out.putShort((short) head).put((byte) (head >> 16)).put((byte) (head >> 24));
            out.putInt(constants[place]);
        }
        return out.array();
    }

    private int near(int place) {
        if (skip(place) <= REACH) {
            return place;
        }
        return heads[place] == RETURN ? returning(constants[place]) : write(GO, skip(place));
    }

    private void goOnAt(int place) {
        if (place != count - 1) {
            write(GO, skip(place));
        }
    }

    /** How many instructions stand between the one written next and {@code place}. */
    private int skip(int place) {
        return count - place - 1;
    }

    private int write(int head, int constant) {
        if (count == heads.length) {
            heads = Arrays.copyOf(heads, 2 * count);
            constants = Arrays.copyOf(constants, 2 * count);
        }
        heads[count] = head;
        constants[count] = constant;
        return count++;
    }
}
