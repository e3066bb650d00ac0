package dev.chatwright.inference;

import dev.chatwright.inference.adapter.AdapterCard;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a person wants to know of a loaded model.
 *
 * <p>Immutable.
 *
 * @param id the name it is asked for by
 * @param architecture the family, as its file names it: {@code llama}, {@code bert}
 * @param parameters how many numbers were learnt
 * @param quantization how most of them are stored: {@code Q4_1}
 * @param contextLength the most positions a conversation may take
 * @param vocabularySize how many tokens it knows
 * @param weightBytes the bytes that the weights take
 * @param path the file or folder
 * @param adapter what changes its weights as it computes, if anything does
 */
public record ModelCard(
    String id,
    String architecture,
    long parameters,
    String quantization,
    int contextLength,
    int vocabularySize,
    long weightBytes,
    Path path,
    Optional<AdapterCard> adapter) {}
