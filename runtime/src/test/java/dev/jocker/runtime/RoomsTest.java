package dev.jocker.runtime;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rooms of the runtime: who may use whom. The picture is in docs/ARCHITECTURE.md; arrows point down only. */
final class RoomsTest {
    private static final String RUNTIME = "dev.jocker.runtime";

    /** Pure values: any room may use them, they use none. */
    private static final List<String> VALUES = List.of("oci", "inet");

    /** What a container needs. These neighbours do not use each other. */
    private static final List<String> NEEDS =
            List.of("mount", "network", "cgroup", "security", "terminal", "image", "monitor");

    /** How the kernel is asked, what the child will do, and trees of files. */
    private static final List<String> KERNEL =
            List.of("route", "nftables", "namespace", "archive", "record", "program", "netlink", "syscall");

    /** Each room, and the rooms below it. A room that is not here does not exist. */
    private static final Map<String, List<String>> BELOW = below();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(RUNTIME);

    private static Map<String, List<String>> below() {
        Map<String, List<String>> below = new TreeMap<>();
        below.put("oci", List.of());
        below.put("inet", List.of());
        below.put("syscall", List.of());
        below.put("netlink", List.of("syscall"));
        below.put("program", List.of("syscall"));
        below.put("archive", List.of("syscall"));
        below.put("record", List.of("syscall"));
        below.put("namespace", List.of("syscall", "program"));
        below.put("route", List.of("syscall", "netlink"));
        below.put("nftables", List.of("syscall", "netlink"));
        below.put("registry", List.of("record"));
        for (String room : NEEDS) {
            below.put(room, KERNEL);
        }
        below.put("image", List.of("registry", "archive", "record", "syscall"));
        below.put("volume", List.of("image", "archive", "record", "syscall"));
        List<String> all = new ArrayList<>(NEEDS);
        all.addAll(KERNEL);
        all.add("volume");
        all.add("registry");
        below.put("doctor", List.copyOf(all)); // it looks at what the others use
        below.put("options", List.of("network", "volume"));
        below.put("process", List.of("program", "syscall"));
        below.put("docker", List.of("options", "cgroup", "mount"));
        all.addAll(List.of("options", "process", "docker"));
        below.put("launch", List.copyOf(all));
        all.add("launch");
        below.put("ns", List.copyOf(all));
        below.put("enter", List.copyOf(all));
        below.put("files", List.copyOf(all));
        all.addAll(List.of("enter", "files"));
        below.put("container", List.copyOf(all));
        all.add("container");
        below.put("build", all);
        return below;
    }

    @Test
    void seesTheRooms() {
        // Without this, an import that finds nothing would make every rule below hold.
        assertThat(CLASSES.stream().map(c -> c.getPackageName())).contains(RUNTIME + ".syscall");
    }

    @Test
    void everyPackageIsARoom() {
        TreeSet<String> rooms = new TreeSet<>();
        for (var javaClass : CLASSES) {
            String name = javaClass.getPackageName();
            if (name.startsWith(RUNTIME + ".")) {
                rooms.add(name.substring(RUNTIME.length() + 1).split("\\.", -1)[0]);
            }
        }
        assertThat(BELOW.keySet()).containsAll(rooms);
    }

    @Test
    void dependenciesPointDown() {
        for (var entry : BELOW.entrySet()) {
            String room = entry.getKey();
            List<String> allowed = new ArrayList<>();
            allowed.add(packages(room));
            entry.getValue().forEach(below -> allowed.add(packages(below)));
            if (!VALUES.contains(room)) {
                VALUES.forEach(value -> allowed.add(packages(value)));
            }
            noClasses()
                    .that(resideInAPackage(packages(room)))
                    .should()
                    .dependOnClassesThat(resideInAPackage(RUNTIME + "..")
                            .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
                    .because(room + " may use " + entry.getValue() + " only, and values")
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(RUNTIME + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlySyscallAndProgramTouchNativeMemory() {
        noClasses()
                .that(resideOutsideOfPackages(packages("syscall"), packages("program")))
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.foreign.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void knowsNothingOfTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.jocker.cli..", "picocli.."))
                .allowEmptyShould(true)
                .check(CLASSES);
        noClasses()
                .should(ACCESS_STANDARD_STREAMS)
                .because("a library does not print")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void valuesAskNoKernel() {
        classes()
                .that(resideInAnyPackage(packages("oci"), packages("inet")))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackages("dev.jocker.bindings..", "java.lang.foreign.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static String packages(String room) {
        return RUNTIME + "." + room + "..";
    }
}
