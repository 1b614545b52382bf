/**
 * What this host can do for containers, and what to change: one small class for each thing that is looked at. Where a file of the kernel's
 * would only say what may work, it is tried, in namespaces that are gone afterwards; nothing of the host is changed.
 *
 * <p>Begin at {@link dev.jocker.runtime.doctor.Doctor}. A new check is a record that implements {@code Check}, and a line there.
 */
package dev.jocker.runtime.doctor;
