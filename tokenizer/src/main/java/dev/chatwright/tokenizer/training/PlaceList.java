package dev.chatwright.tokenizer.training;

import java.util.Arrays;

/** Places in a text, in the order in which they were found. Confined to one thread. */
final class PlaceList {
  private int[] places;
  private int size;

  PlaceList(int expected) {
    places = new int[expected];
  }

  void add(int place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size++] = place;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return places[index];
  }
}
