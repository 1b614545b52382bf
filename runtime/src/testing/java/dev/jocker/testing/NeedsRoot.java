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

        /** The owner of /proc/self: the effective user id, without a system call of our own to ask for it. */
        private static int userId() {
            try {
                return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
