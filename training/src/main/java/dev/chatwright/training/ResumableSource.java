package dev.chatwright.training;

/** A source of batches that can go on where another one stopped. */
public interface ResumableSource extends BatchSource {

  /** Returns how far it is: with the data and the seed, all that its next batch depends on. */
  long position();

  /** Goes on from a position that another source of the same data and seed told. */
  void resume(long position);
}
