/**
 * Volumes: directories with names that outlive the containers they are mounted in. Which containers want one is asked of the room above.
 *
 * <p>Begin at {@code Volumes}.
 */
package dev.jocker.runtime.volume;
