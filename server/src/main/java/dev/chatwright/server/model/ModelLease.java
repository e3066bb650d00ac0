package dev.chatwright.server.model;

/**
 * The right to use a language model: it stays in memory until the lease is closed.
 *
 * <p>Confined to one thread.
 */
public final class ModelLease implements AutoCloseable {
  private final TextModel model;
  private final Runnable onClose;
  private boolean closed;

  ModelLease(TextModel model, Runnable onClose) {
    this.model = model;
    this.onClose = onClose;
  }

  /** Returns the model. */
  public TextModel model() {
    return model;
  }

  /** Gives the model back. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
