package dev.jocker.runtime.security;

import dev.jocker.runtime.syscall.Architecture;
import java.lang.reflect.InvocationTargetException;

/** The numbers of system calls by name, from the bindings. By reflection: for profiles that come as text, not for the default. */
final class SystemCallNumbers {
    /** The architecture has no call of that name. */
    static final int NONE = -1;

    private SystemCallNumbers() {}

    static int of(String name, Architecture architecture) {
        Class<?> header = architecture == Architecture.X86_64
                ? dev.jocker.bindings.x86_64.syscall_h.class
                : dev.jocker.bindings.aarch64.syscall_h.class;
        try {
            return (int) header.getMethod("SYS_".concat(name)).invoke(null);
        } catch (NoSuchMethodException e) {
            return NONE;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("the bindings are public and do not throw", e);
        }
    }
}
