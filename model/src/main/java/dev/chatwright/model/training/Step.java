package dev.chatwright.model.training;

/**
 * What the layers need of one step besides their parameters and activations.
 *
 * <p>Confined to the thread that trains.
 *
 * @param batch what is learnt from
 * @param globalRotations of the batch's positions, in layers that see all
 * @param localRotations the same in layers with a window
 * @param memory for the backward pass
 * @param workers who compute
 */
record Step(
    TokenBatch batch,
    Rotations globalRotations,
    Rotations localRotations,
    BackwardMemory memory,
    Workers workers) {

  Rotations rotations(boolean local) {
    return local ? localRotations : globalRotations;
  }
}
