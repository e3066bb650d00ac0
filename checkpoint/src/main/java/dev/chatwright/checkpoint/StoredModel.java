package dev.chatwright.checkpoint;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A model on this machine.
 *
 * <p>Immutable.
 *
 * @param id its name in the store; for a path outside the store one made from the file's name
 * @param path the GGUF file, or the folder
 * @param sha256 of the file, or of the list of files and their hashes; empty outside the store,
 *     where nothing has been hashed
 * @param bytes the size of all files
 * @param source where it came from, for people
 * @param added when it was stored, or last changed if it is outside the store
 * @param licence an SPDX identifier, or {@code unknown}
 */
public record StoredModel(
    String id,
    Path path,
    String sha256,
    long bytes,
    String source,
    Instant added,
    String licence,
    ModelFormat format) {}
