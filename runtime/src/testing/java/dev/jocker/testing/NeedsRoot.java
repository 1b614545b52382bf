package dev.jocker.testing;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test, or a class of tests, that only root can run. For everybody else it is skipped: "needs root". */
@Target({TYPE, METHOD})
@Retention(RUNTIME)
@Documented
@Inherited
@ExtendWith(NeedsRoot.Condition.class)
public @interface NeedsRoot {

    /** Lets the test run where the user id is 0. */
    final class Condition implements ExecutionCondition {
        private static final ConditionEvaluationResult ENABLED = ConditionEvaluationResult.enabled("root");
        private static final ConditionEvaluationResult DISABLED = ConditionEvaluationResult.disabled("needs root");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return userId() == 0 ? ENABLED : DISABLED;
        }

        /** The effective user id: proc(5), "Uid: real effective saved file system". */
        private static int userId() {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("Uid:")) {
                        return Integer.parseInt(line.split("\t", -1)[2]);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new IllegalStateException("/proc/self/status has no Uid");
        }
    }
}
