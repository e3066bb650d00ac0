package dev.chatwright.training.data.parquet;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field of a file's rows. Immutable.
 *
 * @param repeated whether it is there any number of times
 * @param optional whether it may be absent
 * @param type what a leaf holds; null for a group
 * @param typeLength bytes of a value of {@link PhysicalType#FIXED}
 * @param list whether the group is only there to hold the repeated field in it
 * @param maxDefinition the definition level at which it is there
 * @param maxRepetition the repetition level at which it is there once more
 * @param leaf the number of the first column in it
 * @param leaves how many columns there are in it
 */
record SchemaNode(
    String name,
    boolean repeated,
    boolean optional,
    @Nullable PhysicalType type,
    int typeLength,
    boolean list,
    int maxDefinition,
    int maxRepetition,
    int leaf,
    int leaves,
    List<SchemaNode> children) {

  boolean isLeaf() {
    return children.isEmpty();
  }

  /** Returns what a leaf holds. */
  PhysicalType requireType() {
    return Objects.requireNonNull(type);
  }

  /** Returns whether a repeated group is only there to hold the element of a list. */
  boolean holdsElement() {
    return children.size() == 1 && !name.equals("array") && !name.endsWith("_tuple");
  }
}
