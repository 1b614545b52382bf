/** Containers on Linux. Needs {@code --enable-native-access=dev.jocker.bindings,dev.jocker.runtime}. */
module dev.jocker.runtime {
    requires dev.jocker.bindings; // never transitive: no jextract type in a public signature

    exports dev.jocker.runtime.container;
    exports dev.jocker.runtime.syscall;
    exports dev.jocker.runtime.terminal;
}
