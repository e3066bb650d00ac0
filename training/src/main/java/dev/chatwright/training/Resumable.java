package dev.chatwright.training;

/** Something that can go on where another one stopped. */
public interface Resumable {

  /** Returns how far it is: with the data and the seed, all that what comes next depends on. */
  long position();

  /** Goes on from a position that another one of the same data and seed told. */
  void resume(long position);
}
