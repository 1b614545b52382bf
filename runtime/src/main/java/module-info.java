/** Containers on Linux. Needs {@code --enable-native-access=dev.jocker.bindings,dev.jocker.runtime}. */
module dev.jocker.runtime {
    requires dev.jocker.bindings; // never transitive: no jextract type in a public signature
    requires com.fasterxml.jackson.annotation;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.jocker.runtime.container;
    exports dev.jocker.runtime.oci;
    exports dev.jocker.runtime.syscall;
    exports dev.jocker.runtime.terminal;

    opens dev.jocker.runtime.oci to
            tools.jackson.databind; // the records' constructors, and SpecJson's own readers and writers of numbers
}
