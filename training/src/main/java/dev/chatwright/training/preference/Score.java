package dev.chatwright.training.preference;

/**
 * How probable a reply is to a model.
 *
 * <p>Immutable.
 *
 * @param logProbability ln p of all its tokens together, in nats; 0 or less
 * @param reference the same by the model before it learnt; 0 where a loss needs none
 * @param tokens how many these are, at least 1
 */
public record Score(double logProbability, double reference, int tokens) {

  /** Rejects a reply without a token. */
  public Score {
    if (tokens < 1) {
      throw new IllegalArgumentException("a reply has at least 1 token, got " + tokens);
    }
  }

  /** Returns by how much the reply became more probable, in nats. */
  double gain() {
    return logProbability - reference;
  }

  /** Returns the same for each of its tokens. */
  double gainPerToken() {
    return gain() / tokens;
  }

  /** Returns ln p for each of its tokens. */
  double perToken() {
    return logProbability / tokens;
  }
}
