package dev.chatwright.inference;

import dev.chatwright.inference.Network.Feed;

/**
 * What is computed of one reply in a step.
 *
 * @param feed the tokens
 * @param firstRow the row of the first of them
 * @param decoding whether they are the end of a reply, and not a part of a prompt
 */
record Turn(Reply reply, Feed feed, int firstRow, boolean decoding) {
  int rows() {
    return feed.tokens().length;
  }

  int endRow() {
    return firstRow + rows();
  }
}
