package dev.jocker.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes {@code TEST-CLASS.xml} as surefire does, when a class has ended, and a line about it; a failure is told at once.
 * A report that is written is on the disk, whatever happens to the machine afterwards.
 */
final class ClassReports implements TestExecutionListener {
    private final Path directory;
    private final PrintStream progress;
    private final PrintStream console;
    private final Map<String, List<Case>> cases = new HashMap<>();
    private final Map<String, Long> starts = new HashMap<>();
    private int ended;
    private int failures;

    /** A test, or with an empty name what is about its whole class; {@code outcome}: null for passed, or an XML element. */
    private record Case(String name, double seconds, String outcome, String text) {}

    /**
     * @param progress told of each class that ended, and of failures
     * @param console told of each test that begins, so that its last line names the one that hangs
     */
    ClassReports(Path directory, PrintStream progress, PrintStream console) {
        this.directory = directory;
        this.progress = progress;
        this.console = console;
    }

    boolean succeeded() {
        return ended > 0 && failures == 0;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        starts.put(test.getUniqueId(), System.nanoTime());
        if (test.isTest()) {
            console.println(className(test) + "." + test.getLegacyReportingName());
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, 0, "skipped", reason);
        if (test.isContainer()) {
            end(test, 0);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        double seconds = (System.nanoTime() - starts.remove(test.getUniqueId())) / 1e9;
        Throwable thrown = result.getThrowable().orElse(null);
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    add(test, seconds, null, "");
                }
            }
            case ABORTED -> add(test, seconds, "skipped", thrown == null ? "" : thrown.toString());
            case FAILED -> add(test, seconds, "failure", thrown == null ? "" : stackTrace(thrown));
        }
        if (test.isContainer()) {
            end(test, seconds);
        }
    }

    private void add(TestIdentifier test, double seconds, String outcome, String text) {
        boolean ofAClass = test.getSource().orElse(null) instanceof ClassSource;
        String name = ofAClass ? "" : test.getLegacyReportingName().replace("()", "");
        cases.computeIfAbsent(className(test), _ -> new ArrayList<>()).add(new Case(name, seconds, outcome, text));
        ended++;
        if ("failure".equals(outcome)) {
            failures++;
            progress.println(className(test) + "." + name + " failed: " + text.strip());
        }
    }

    private static String className(TestIdentifier test) {
        return switch (test.getSource().orElse(null)) {
            case ClassSource source -> source.getClassName();
            case MethodSource source -> source.getClassName();
            case null, default -> test.getDisplayName();
        };
    }

    /** After a class: its report. After anything else that contains tests: nothing, or what went wrong with that itself. */
    private void end(TestIdentifier container, double seconds) {
        boolean method = container.getSource().orElse(null) instanceof MethodSource;
        List<Case> ofTheClass = method ? null : cases.remove(className(container));
        if (ofTheClass != null) {
            String name = className(container);
            progress.printf(
                    "%s: %d tests, %.0f s%n", name.substring(name.lastIndexOf('.') + 1), ofTheClass.size(), seconds);
            try {
                write(name, ofTheClass);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (XMLStreamException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void write(String className, List<Case> ofTheClass) throws IOException, XMLStreamException {
        Path report = directory.resolve("TEST-" + className + ".xml");
        try (OutputStream out = Files.newOutputStream(report)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", className);
            for (Case each : ofTheClass) {
                xml.writeStartElement("testcase");
                xml.writeAttribute("classname", className);
                xml.writeAttribute("name", each.name());
                xml.writeAttribute("time", Double.toString(each.seconds()));
                if (each.outcome() != null) {
                    xml.writeStartElement(each.outcome());
                    xml.writeCharacters(printable(each.text()));
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            xml.writeEndDocument();
            xml.close();
        }
        try (var file = FileChannel.open(report, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** XML has no control characters; a container's output, which a message may quote, does. */
    private static String printable(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }
}
