/**
 * Text of uploaded files and harmless images, made by a separate process with little memory.
 *
 * <p>Nothing here parses an upload: {@link dev.chatwright.documents.WorkerPool} sends its bytes
 * over a pipe to a process that may break, hang or run out of memory without harm to this one, and
 * bounds what comes back. Content is never written to a disk. Knows nothing of HTTP, users or
 * storage.
 */
@NullMarked
package dev.chatwright.documents;

import org.jspecify.annotations.NullMarked;
