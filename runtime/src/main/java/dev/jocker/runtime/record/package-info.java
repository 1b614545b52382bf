/**
 * Files that outlive the process that wrote them: files written whole, locks that die with their owner, names that lead to
 * ids. What is in them is the affair of the rooms above.
 *
 * <p>To read how a record survives, begin at {@code WholeFile}; how two commands keep out of each other's way, at {@code LockFile}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fsync.2.html">fsync(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/flock.2.html">flock(2)</a>
 */
package dev.jocker.runtime.record;
