package dev.chatwright.tensor;

/** The non-linearity of a feed-forward layer. */
public enum Activation {
  /** {@code x / (1 + e^-x)}; Ramachandran et al., 2017, arXiv:1710.05941. */
  SILU,
  /** {@code x · Φ(x)}, by the error function; Hendrycks and Gimpel, 2016, arXiv:1606.08415. */
  GELU,
  /** {@code x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))}, the usual approximation of GELU. */
  GELU_TANH
}
