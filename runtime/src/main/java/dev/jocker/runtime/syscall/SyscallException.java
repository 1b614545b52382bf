package dev.jocker.runtime.syscall;

import java.io.IOException;
import java.util.List;

/** The kernel said no: which call, with which arguments, and why. */
public final class SyscallException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient SystemCall call;
    private final int number;

    /**
     * @param call what was asked
     * @param arguments with what, as shown to a reader
     * @param number the error number, from 1 to 4095
     */
    public SyscallException(SystemCall call, List<? extends Object> arguments, int number) {
        super(describe(call, arguments, number));
        this.call = call;
        this.number = number;
    }

    public SystemCall call() {
        return call;
    }

    /** The error, or {@link Errno#UNKNOWN} if this library has no name for {@link #number()}. */
    public Errno errno() {
        return Errno.of(number);
    }

    /** The error's number, from 1 to 4095. */
    public int number() {
        return number;
    }

    private static String describe(SystemCall call, List<?> arguments, int number) {
        var text = new StringBuilder(call.toString()).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(arguments.get(i));
        }
        return text.append("): ").append(Errno.describe(number)).toString();
    }
}
