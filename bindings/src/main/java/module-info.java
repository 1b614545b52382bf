/** What jextract made of the kernel's headers. */
module dev.jocker.bindings {
    exports dev.jocker.bindings to
            dev.jocker.runtime;
    exports dev.jocker.bindings.x86_64 to
            dev.jocker.runtime;
    exports dev.jocker.bindings.aarch64 to
            dev.jocker.runtime;
}
