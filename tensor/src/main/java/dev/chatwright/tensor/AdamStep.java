package dev.chatwright.tensor;

/**
 * The numbers of one AdamW update, the same for every element.
 *
 * @param rate what the normalised step is multiplied by
 * @param decay the share of a weight that is taken off it, before it is multiplied by the rate
 * @param beta1 how much of the mean gradient is kept
 * @param beta2 how much of the mean squared gradient is kept
 * @param newMean {@code 1 − β1}, rounded once: from a rounded β1 it would be biased
 * @param newSquare {@code 1 − β2}
 * @param epsilon keeps the division from zero
 * @param correction1 {@code 1 − β1^t} at update t, counted from 1
 * @param correction2 {@code 1 − β2^t}
 * @param gradientFactor multiplies gradients first, to average or clip them
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, "Decoupled Weight Decay
 *     Regularization", 2017</a>
 */
public record AdamStep(
    float rate,
    float decay,
    float beta1,
    float beta2,
    float newMean,
    float newSquare,
    float epsilon,
    float correction1,
    float correction2,
    float gradientFactor) {}
