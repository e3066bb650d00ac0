package dev.chatwright.server.model;

import dev.chatwright.inference.ModelDescription;
import dev.chatwright.inference.adapter.AdapterCard;
import java.time.Instant;
import java.util.Optional;

/**
 * A model that is on this machine, loaded or not.
 *
 * <p>Immutable.
 *
 * @param id the name that clients ask for
 * @param kind what it is for
 * @param bytes the size of its files
 * @param memoryBytes what it takes when it is loaded
 * @param licence an SPDX identifier, or {@code unknown}
 * @param added when it was stored
 * @param description what its files say; empty where they cannot be read
 * @param adapter what changes its weights as it computes, if anything does
 */
public record ModelFacts(
    String id,
    ModelKind kind,
    long bytes,
    long memoryBytes,
    String licence,
    Instant added,
    Optional<ModelDescription> description,
    Optional<AdapterCard> adapter) {}
