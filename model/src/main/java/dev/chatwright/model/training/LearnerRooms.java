package dev.chatwright.model.training;

/**
 * The room that a learner needs to hold products as floats and to learn changes of low rank.
 *
 * <p>Immutable.
 *
 * @param elements of the largest product that must be held as floats; 0 for none
 * @param changedElements of the largest product that has a change
 * @param rank of the changes
 * @param mostOutputs of a product that has a change
 * @param mostInputs the same
 * @param magnitudes how many rows have a length that learns
 */
record LearnerRooms(
    long elements,
    long changedElements,
    int rank,
    int mostOutputs,
    int mostInputs,
    long magnitudes) {
  static final LearnerRooms NONE = new LearnerRooms(0, 0, 0, 0, 0, 0);
}
