/**
 * Tokenizers: text to token ids and back, for every kind that published models use.
 *
 * <p>A tokenizer is a chain: added tokens are cut out of the text, a {@code Normalizer} rewrites
 * what lies between them, a {@code PreTokenizer} cuts that into words, and a {@code TokenModel}
 * turns each word into ids. The chain is read from GGUF metadata or from a Hugging Face folder;
 * both give the same {@link dev.chatwright.tokenizer.Tokenizer}.
 *
 * <p>Text from a person can never become a control token: control tokens are looked for in trusted
 * stretches of a {@link dev.chatwright.tokenizer.PromptText} only, and no model may produce one.
 * Encoding takes time at most n log n in the length of the text.
 */
@NullMarked
package dev.chatwright.tokenizer;

import org.jspecify.annotations.NullMarked;
