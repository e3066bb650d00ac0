/**
 * Model files: reading, writing, storing and fetching them.
 *
 * <h2>Conventions</h2>
 *
 * <ul>
 *   <li>Weights are mapped, never copied: a tensor is a view of its file and dies with it.
 *   <li>No number in a file is believed. Every count, length, offset and shape is compared with the
 *       size of the file before anything is allocated for it.
 *   <li>Only data formats are read. A format that can carry code (pickle, PyTorch archives, Keras)
 *       is refused by its first bytes.
 * </ul>
 *
 * <h2>Errors</h2>
 *
 * <p>A broken file is a {@link dev.chatwright.checkpoint.CheckpointException} that names the file,
 * the part of it, the byte offset, what was found and what is allowed.
 *
 * <p>This package knows nothing of architectures, tokenizers or HTTP servers.
 */
@NullMarked
package dev.chatwright.checkpoint;

import org.jspecify.annotations.NullMarked;
