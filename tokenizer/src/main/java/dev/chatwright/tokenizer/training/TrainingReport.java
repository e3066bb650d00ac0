package dev.chatwright.tokenizer.training;

/**
 * What a tokenizer was trained on and what came of it. Immutable.
 *
 * @param vocabularySize how many tokens it has; fewer than wanted where the text gave no more
 * @param textBytes how many bytes of text were read
 * @param words how many different words were trained on
 * @param droppedBelow words met less often than this were given up while counting, for want of
 *     room; 0 when none was
 */
public record TrainingReport(int vocabularySize, long textBytes, int words, long droppedBelow) {}
