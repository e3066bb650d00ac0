package dev.chatwright.model.training;

/**
 * What the layers need of one step besides their parameters and activations.
 *
 * <p>Confined to the thread that trains.
 *
 * @param batch what is learnt from
 * @param rotations of the batch's positions
 * @param memory for the backward pass
 * @param workers who compute
 */
record Step(TokenBatch batch, Rotations rotations, BackwardMemory memory, Workers workers) {}
