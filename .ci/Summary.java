import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads the reports that surefire and failsafe left in the directories given, prints what was skipped and why, what failed,
 * and as the last line {@code N passed, N failed, N skipped}. The exit status is 1 if a test failed, a test JVM broke
 * down, or no test ran.
 */
public final class Summary {
    private final Map<String, List<String>> skipped = new TreeMap<>();
    private final List<String> failed = new ArrayList<>();
    private int passed;
    private int skips;

    public static void main(String[] directories) throws Exception {
        Summary summary = new Summary();
        for (String directory : directories) {
            summary.read(Path.of(directory));
        }
        summary.print();
        System.exit(summary.failed.isEmpty() && summary.passed > 0 ? 0 : 1);
    }

    private void read(Path directory) throws Exception {
        if (!Files.isDirectory(directory)) {
            return;
        }
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (File report : reports(directory)) {
            Element root = parser.parse(report).getDocumentElement();
            if (report.getName().equals("failsafe-summary.xml")) {
                readBreakdown(root, directory);
            } else {
                NodeList cases = root.getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    readCase((Element) cases.item(i));
                }
            }
        }
    }

    private static List<File> reports(Path directory) throws IOException {
        List<File> reports = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{TEST-*,failsafe-summary}.xml")) {
            files.forEach(file -> reports.add(file.toFile()));
        }
        reports.sort(null);
        return reports;
    }

    private void readCase(Element test) {
        String className = test.getAttribute("classname");
        String name = className.substring(className.lastIndexOf('.') + 1);
        if (!test.getAttribute("name").isEmpty()) {
            name += "." + test.getAttribute("name");
        }
        Element skip = child(test, "skipped");
        if (child(test, "failure") != null || child(test, "error") != null) {
            failed.add(name);
        } else if (skip != null) {
            skips++;
            skipped.computeIfAbsent(reason(skip), r -> new ArrayList<>()).add(name);
        } else {
            passed++;
        }
    }

    /** A test JVM that dies or hangs leaves no report of the class it was in, but this. */
    private void readBreakdown(Element summary, Path directory) {
        Element message = child(summary, "failureMessage");
        if (message != null && !message.getTextContent().isBlank()) {
            failed.add(directory + ": " + message.getTextContent().strip().lines().findFirst().orElse(""));
        } else if (summary.getAttribute("timeout").equals("true")) {
            failed.add(directory + ": timeout");
        }
    }

    private static String reason(Element skip) {
        String message = skip.getAttribute("message");
        if (message.isBlank()) {
            message = skip.getTextContent();
        }
        message = message.strip();
        for (String prefix : List.of("org.opentest4j.TestAbortedException: ", "Assumption failed: ")) {
            if (message.startsWith(prefix)) {
                message = message.substring(prefix.length());
            }
        }
        return message.isEmpty() ? "no reason given" : message.lines().findFirst().orElseThrow();
    }

    private static Element child(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    private void print() {
        skipped.forEach((reason, tests) -> {
            System.out.println("skipped, " + reason + ":");
            tests.forEach(test -> System.out.println("    " + test));
        });
        if (!failed.isEmpty()) {
            System.out.println("failed:");
            failed.forEach(test -> System.out.println("    " + test));
        }
        if (passed == 0) {
            System.out.println("no test passed");
        }
        System.out.println(passed + " passed, " + failed.size() + " failed, " + skips + " skipped");
    }
}
