package dev.chatwright.training;

/** What bounds a plan besides the text. */
public sealed interface Budget {

  /**
   * How long the run may take.
   *
   * @param seconds positive
   */
  record Time(double seconds) implements Budget {
    /** Rejects what is no time. */
    public Time {
      if (!(seconds > 0) || Double.isInfinite(seconds)) {
        throw new IllegalArgumentException("a time must be positive, got " + seconds + " s");
      }
    }
  }

  /**
   * How many parameters the model may have.
   *
   * @param parameters positive
   */
  record Size(long parameters) implements Budget {
    /** Rejects what is no size. */
    public Size {
      if (parameters < 1) {
        throw new IllegalArgumentException("a model has at least 1 parameter, got " + parameters);
      }
    }
  }

  /**
   * How deep the model is.
   *
   * @param blocks from 1 to {@link ModelFamily#DEEPEST}
   */
  record Depth(int blocks) implements Budget {
    /** Rejects what is not planned. */
    public Depth {
      ModelFamily.ofDepth(blocks);
    }
  }
}
