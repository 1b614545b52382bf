/**
 * Trees of files and tar archives of them, each as a source or as a destination of {@link dev.jocker.runtime.archive.FileEntry entries}:
 *
 * <pre>
 *   TreeSource ─┐                        ┌─► TreeDestination
 *               ├─► entries, contents ───┤
 *   TarSource ──┘                        └─► TarDestination
 * </pre>
 *
 * <p>Somebody hostile may have made an archive, and may change a tree while it is read or written: no name is used that was looked at
 * before, but through descriptors, and no link leads out of the directory that counts as the root. Not what an archive means to an image
 * ({@code image} knows whiteouts). Man pages: {@code openat2(2)}, {@code tar(5)}.
 */
package dev.jocker.runtime.archive;
