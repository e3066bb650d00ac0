/**
 * Transformers, from an architecture's description and its weights to hidden states and logits.
 *
 * <h2>Conventions</h2>
 *
 * <ul>
 *   <li>An architecture is a value, {@link dev.chatwright.model.ArchSpec}; one set of layers
 *       interprets it. There is no class per model family.
 *   <li>Weights have GGUF's names, such as {@code blk.0.attn_q.weight}, whatever file they came
 *       from; {@link dev.chatwright.model.HuggingFaceWeights} translates.
 *   <li>Layers hold weights and no state; what one call needs is in its {@code ForwardPass}, whose
 *       activations were allocated once. Only a few small objects are created per call.
 * </ul>
 *
 * <p>It knows token ids, never text, and no files: weights are tensors that somebody else mapped.
 *
 * <h2>Errors</h2>
 *
 * <p>A model that cannot be built throws {@link dev.chatwright.model.ModelException}, which names
 * the property or tensor, what was found and what is allowed.
 */
@NullMarked
package dev.chatwright.model;

import org.jspecify.annotations.NullMarked;
