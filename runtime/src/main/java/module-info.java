/** Containers on Linux. Needs {@code --enable-native-access=dev.jocker.bindings,dev.jocker.runtime}. */
@SuppressWarnings("requires-automatic") // commons-compress has only a name for its module
module dev.jocker.runtime {
    requires dev.jocker.bindings; // never transitive: no jextract type in a public signature
    requires com.github.luben.zstd_jni;
    requires com.fasterxml.jackson.annotation;
    requires org.apache.commons.compress;
    requires org.tukaani.xz;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.jocker.runtime.archive;
    exports dev.jocker.runtime.build;
    exports dev.jocker.runtime.container;
    exports dev.jocker.runtime.doctor;
    exports dev.jocker.runtime.image;
    exports dev.jocker.runtime.inet;
    exports dev.jocker.runtime.monitor;
    exports dev.jocker.runtime.namespace;
    exports dev.jocker.runtime.netlink;
    exports dev.jocker.runtime.network;
    exports dev.jocker.runtime.nftables;
    exports dev.jocker.runtime.ns;
    exports dev.jocker.runtime.oci;
    exports dev.jocker.runtime.options;
    exports dev.jocker.runtime.process;
    exports dev.jocker.runtime.program;
    exports dev.jocker.runtime.registry;
    exports dev.jocker.runtime.route;
    exports dev.jocker.runtime.syscall;
    exports dev.jocker.runtime.terminal;
    exports dev.jocker.runtime.volume;

    opens dev.jocker.runtime.oci to
            tools.jackson.databind; // the records' constructors, and SpecJson's own readers and writers of numbers
}
