package dev.chatwright.documents;

import java.nio.ByteBuffer;

/** What the reading process is asked to do. */
public sealed interface Job {
  /** Returns the whole upload. */
  ByteBuffer content();

  /**
   * To find the text of a document. *Immutable.*
   *
   * @param name the file's name: a hint, never a path
   * @param characters where the text is cut
   * @param pages where the pages are cut
   * @param content the whole file
   */
  record Read(String name, int characters, int pages, ByteBuffer content) implements Job {}

  /**
   * To make an image anew. *Immutable.*
   *
   * @param pixels the most pixels the header may announce
   * @param side the longer side of the new image
   * @param content the whole file
   */
  record Clean(int pixels, int side, ByteBuffer content) implements Job {}
}
