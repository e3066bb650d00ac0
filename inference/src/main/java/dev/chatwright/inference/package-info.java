/**
 * The engine as its users see it: a loaded model, requests to it, and the events that answer them.
 *
 * <p>One platform thread per {@link dev.chatwright.inference.LanguageModel} computes; every other
 * thread only hands in requests and reads events. Log-probabilities are natural logarithms of the
 * model's own distribution, before penalties, temperature and truncation.
 *
 * <p>This package knows nothing of HTTP, users or files other than the model's own.
 */
@NullMarked
package dev.chatwright.inference;

import org.jspecify.annotations.NullMarked;
