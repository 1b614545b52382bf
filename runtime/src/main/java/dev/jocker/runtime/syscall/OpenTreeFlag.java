package dev.jocker.runtime.syscall;

import dev.jocker.bindings.mount_h;

/** The flags of {@code open_tree(2)}. */
public enum OpenTreeFlag implements Flag {
    OPEN_TREE_CLONE(mount_h.OPEN_TREE_CLONE()),
    OPEN_TREE_CLOEXEC(mount_h.OPEN_TREE_CLOEXEC());

    private final long bits;

    OpenTreeFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
