/**
 * What the tests of {@code runtime} and {@code cli} share: {@link dev.jocker.testing.NeedsRoot}, {@link
 * dev.jocker.testing.Witness}, {@link dev.jocker.testing.Soak}. Compiled into the test classes of both modules; no part
 * of either product.
 */
package dev.jocker.testing;
