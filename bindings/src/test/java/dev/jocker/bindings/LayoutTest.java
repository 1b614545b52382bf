package dev.jocker.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What jextract made of the headers, asked again of another compiler: gcc agrees with every layout and every constant,
 * on both architectures where it has a compiler for both.
 */
class LayoutTest {

    private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64");

    @TestFactory
    List<DynamicTest> compilerAgrees() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String architecture : ARCHITECTURES) {
            String compiler = compilerFor(architecture);
            for (Subject subject : Subject.all()) {
                tests.add(dynamicTest(
                        architecture + " " + subject.name(), () -> compilerAgrees(subject, architecture, compiler)));
            }
        }
        return tests;
    }

    private static void compilerAgrees(Subject subject, String architecture, String compiler) throws Exception {
        assumeTrue(compiler != null, "no gcc for " + architecture);
        CompilerQuestions questions = CompilerQuestions.about(subject, architecture);
        assertThat(questions.count()).isPositive();

        List<String> wrong = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String line : compile(compiler, questions.source())) {
            if (line.contains("static assertion failed")) {
                wrong.add(line);
            } else if (line.contains(" error: ")) {
                unknown.add(line);
            }
        }
        assertThat(wrong).isEmpty();
        assumeTrue(unknown.isEmpty(), "the headers here are older than the bindings: " + unknown);
    }

    @Test
    void everyListedSymbolIsThere() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Subject subject : Subject.all()) {
            Set<String> found = new TreeSet<>();
            for (String architecture : ARCHITECTURES) {
                for (Method constant : subject.constantMethods(architecture)) {
                    found.add(constant.getName());
                }
                for (String type : subject.types().keySet()) {
                    if (subject.typeClass(architecture, type) != null) {
                        found.add(type);
                    }
                }
            }
            Set<String> listed = new TreeSet<>(subject.constants());
            listed.addAll(subject.types().keySet());
            listed.removeAll(found);
            missing.addAll(listed);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyClassIsListed() throws Exception {
        for (String architecture : ARCHITECTURES) {
            Set<String> listed = new TreeSet<>();
            for (Subject subject : Subject.all()) {
                String directory = subject.packageFor(architecture).replace('.', '/');
                subject.types().keySet().forEach(type -> listed.add(directory + "/" + type));
                Class<?> header = subject.headerClass(architecture);
                if (header != null) {
                    listed.add(header.getName().replace('.', '/'));
                }
            }
            Path common =
                    Path.of(mount_h.class.getResource("mount_h.class").toURI()).getParent();
            assertThat(generatedIn(common, "dev/jocker/bindings/")).isSubsetOf(listed);
            assertThat(generatedIn(common.resolve(architecture), "dev/jocker/bindings/" + architecture + "/"))
                    .isSubsetOf(listed);
        }
    }

    private static List<String> generatedIn(Path directory, String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory, "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("$") && !name.equals("Layouts") && !name.equals("package-info")) {
                    names.add(prefix + name);
                }
            }
        }
        assertThat(names).isNotEmpty();
        return names;
    }

    @Test
    void offsetMethodsAgreeWithTheLayout() throws Exception {
        int compared = 0;
        for (String architecture : ARCHITECTURES) {
            for (Subject subject : Subject.all()) {
                for (String type : subject.types().keySet()) {
                    Class<?> generated = subject.typeClass(architecture, type);
                    if (generated != null) {
                        compared += offsetMethodsAgreeWithTheLayout(generated);
                    }
                }
            }
        }
        assertThat(compared).isPositive();
    }

    private static int offsetMethodsAgreeWithTheLayout(Class<?> generated) throws ReflectiveOperationException {
        int compared = 0;
        Map<String, Long> offsets = CompilerQuestions.offsets(CompilerQuestions.layoutOf(generated));
        for (Map.Entry<String, Long> field : offsets.entrySet()) {
            String name = field.getKey();
            if (!name.contains(".")) {
                Object offset = generated.getMethod(name + "$offset").invoke(null);
                assertThat(offset).as(generated.getName() + "." + name).isEqualTo(field.getValue());
                compared++;
            }
        }
        return compared;
    }

    /** A constant must not cost a cold start more than its class: no C function, no layout, no linker behind it. */
    @Test
    void headerClassesHoldConstantsOnly() throws Exception {
        for (Subject subject : Subject.all()) {
            Class<?> header = subject.headerClass("x86_64");
            if (header == null) {
                continue;
            }
            assertThat(header.getSuperclass()).isEqualTo(Object.class);
            for (Method method : header.getDeclaredMethods()) {
                assertThat(method.getParameterCount()).as(method.toString()).isZero();
            }
        }
    }

    @Test
    void architecturesDiffer() {
        assertThat(dev.jocker.bindings.x86_64.syscall_h.SYS_openat()).isEqualTo(257);
        assertThat(dev.jocker.bindings.aarch64.syscall_h.SYS_openat()).isEqualTo(56);
        assertThat(dev.jocker.bindings.x86_64.syscall_h.SYS_open_tree_attr())
                .isEqualTo(dev.jocker.bindings.aarch64.syscall_h.SYS_open_tree_attr());
        assertThat(dev.jocker.bindings.x86_64.fcntl_h.O_DIRECTORY()).isEqualTo(0200000);
        assertThat(dev.jocker.bindings.aarch64.fcntl_h.O_DIRECTORY()).isEqualTo(040000);
        assertThat(dev.jocker.bindings.x86_64.epoll_event.sizeof()).isEqualTo(12);
        assertThat(dev.jocker.bindings.aarch64.epoll_event.sizeof()).isEqualTo(16);
        assertThat(dev.jocker.bindings.x86_64.stat.st_mode$offset()).isEqualTo(24);
        assertThat(dev.jocker.bindings.aarch64.stat.st_mode$offset()).isEqualTo(16);
    }

    /** The compiler of this machine or its cross compiler, null when there is none. */
    private static String compilerFor(String architecture) throws IOException {
        for (String compiler : List.of(architecture + "-linux-gnu-gcc", "gcc")) {
            List<String> machine;
            try {
                machine = run(List.of(compiler, "-dumpmachine"), "");
            } catch (IOException e) {
                continue; // not installed
            }
            if (!machine.isEmpty() && machine.get(0).startsWith(architecture)) {
                return compiler;
            }
        }
        return null;
    }

    private static List<String> compile(String compiler, String source) throws IOException {
        return run(List.of(compiler, "-fsyntax-only", "-w", "-x", "c", "-"), source);
    }

    private static List<String> run(List<String> command, String input) throws IOException {
        Path source = Files.createTempFile("layout", ".c");
        try {
            Files.writeString(source, input);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectInput(source.toFile()).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output.lines().toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command + " was interrupted", e);
        } finally {
            Files.delete(source);
        }
    }
}
