package dev.chatwright.checkpoint;

/** Hears how a pull goes. It is called on the pulling thread, some times a second. */
public interface PullListener {
  /** A listener that does nothing. */
  PullListener SILENT =
      new PullListener() {
        @Override
        public void progress(String source, long doneBytes, long totalBytes) {}

        @Override
        public void message(String message) {}
      };

  /**
   * Tells how far a source has come.
   *
   * @param totalBytes 0 if unknown
   */
  void progress(String source, long doneBytes, long totalBytes);

  /** Tells what happens, in a sentence for people. */
  void message(String message);
}
