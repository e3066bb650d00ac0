package dev.chatwright.inference;

/**
 * Whether tokens are guessed and several of a reply computed in one step.
 *
 * <p>A reply is the same either way: each token is chosen from its own logits, and what follows a
 * wrong guess is forgotten. Models of which the same token has other bits among others do not
 * guess, whatever is asked for.
 *
 * @see <a href="https://arxiv.org/abs/2211.17192">Leviathan et al., "Fast Inference from
 *     Transformers via Speculative Decoding", 2023</a>
 */
public enum Speculation {
  /** Never. */
  OFF,

  /** Where it is faster, by what steps have taken and how often guesses were right. */
  AUTO,

  /** Wherever there is something to guess from. */
  ALWAYS
}
