package dev.chatwright.inference;

import java.util.List;

/** A request for an adapter that is not attached to the model. */
public final class UnknownAdapterException extends GenerationException {
  private static final long serialVersionUID = 1;
  private final String adapter;

  /**
   * Creates the exception.
   *
   * @param there the names of those attached
   */
  public UnknownAdapterException(String model, String adapter, List<String> there) {
    super(
        "%s has no adapter \"%s\"; it has %s"
            .formatted(model, adapter, there.isEmpty() ? "none" : String.join(", ", there)));
    this.adapter = adapter;
  }

  /** Returns the name asked for. */
  public String adapter() {
    return adapter;
  }
}
