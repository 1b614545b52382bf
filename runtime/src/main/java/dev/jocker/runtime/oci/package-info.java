/**
 * The OCI runtime specification's documents as plain values: {@link dev.jocker.runtime.oci.Spec} is what to start, {@link
 * dev.jocker.runtime.oci.State} what is known of it, {@link dev.jocker.runtime.oci.Bundle} a Spec on disk. Names are the
 * specification's. Nothing here makes a system call or knows this host; any room may use it. Start at Spec; {@link
 * dev.jocker.runtime.oci.SpecJson} reads and writes, {@link dev.jocker.runtime.oci.SpecCheck} says what does not hold
 * together.
 */
package dev.jocker.runtime.oci;
