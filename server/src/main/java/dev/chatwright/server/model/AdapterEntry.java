package dev.chatwright.server.model;

import dev.chatwright.inference.adapter.AdapterCard;

/**
 * The adapter of a model as clients see it: not where it lies, but which it is. Immutable.
 *
 * @param name its name, or that of its file or folder if it has none
 * @param sha256 of its files, in hexadecimal
 */
record AdapterEntry(String name, String sha256) {

  static AdapterEntry of(NamedAdapter adapter) {
    return new AdapterEntry(adapter.name(), adapter.card().sha256());
  }

  static AdapterEntry of(AdapterCard card) {
    return new AdapterEntry(String.valueOf(card.path().getFileName()), card.sha256());
  }
}
