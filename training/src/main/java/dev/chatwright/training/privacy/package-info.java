/**
 * Differential privacy: how much a model's weights may tell of a single example it learnt from.
 *
 * <p>A step that sums clipped gradients of a random sample of the examples and adds noise is a
 * {@link dev.chatwright.training.privacy.SampledGaussian}. How little many such steps tell is (ε,
 * δ): no set of outcomes is more than {@code e^ε} times as likely with an example as without it,
 * but for a probability of δ. Two accountants bound ε, both from above: {@link
 * dev.chatwright.training.privacy.RenyiCurve} is quick and loose, {@link
 * dev.chatwright.training.privacy.PrvAccountant} computes the composition itself and says by how
 * much it may err.
 *
 * <p>Two data sets are neighbours if one has an example more than the other.
 *
 * @see <a href="https://arxiv.org/abs/1607.00133">Abadi et al., "Deep Learning with Differential
 *     Privacy", 2016</a>
 */
@NullMarked
package dev.chatwright.training.privacy;

import org.jspecify.annotations.NullMarked;
