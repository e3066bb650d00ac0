/**
 * Training of byte-level tokenizers: byte-pair encoding and unigram language models.
 *
 * <p>{@link dev.chatwright.tokenizer.training.TokenizerTraining} is the way in. Texts are read in
 * blocks ({@code TextBlocks}), the words of the blocks are counted by several threads ({@code
 * WordCounter}), and a trainer makes tokens of the counted words alone, so that text may be larger
 * than memory. The same texts and options give the same file, byte for byte, whatever the number of
 * threads: sums are of whole numbers, and every tie is broken by the tokens themselves.
 *
 * <p>A text that cannot be trained on is a {@link
 * dev.chatwright.tokenizer.training.TrainingTextException}; impossible options are an {@link
 * IllegalArgumentException}.
 */
@NullMarked
package dev.chatwright.tokenizer.training;

import org.jspecify.annotations.NullMarked;
