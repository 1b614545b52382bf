package dev.jocker.testing;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A class of tests, or a test, that {@code make test-vm} runs too: on another kernel, where all there is of cgroups is
 * version 2. Starting a Java takes some seconds there.
 */
@Target({TYPE, METHOD})
@Retention(RUNTIME)
@Documented
@Inherited
@Tag(AlsoOnCgroupV2.TAG)
public @interface AlsoOnCgroupV2 {
    /** The tag by which {@link MachineTests} finds them. */
    String TAG = "vm";
}
