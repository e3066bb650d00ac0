package dev.chatwright.inference.spill;

/**
 * The blocks of a model on disk, and what became of them.
 *
 * <p>Immutable.
 *
 * @param working whether blocks are written; not any more after the disk has failed, and not at all
 *     where it had no room at the start
 * @param files how many blocks are on disk, of all models
 * @param bytes how long they are together
 * @param limitBytes how long they may be together
 * @param written how many have been written since the model was loaded
 * @param read how many have been read
 * @param refused how many files were damaged or not what their names said, and so deleted
 * @param dropped how many were not written as the disk was too slow
 */
public record SpillStatus(
    boolean working,
    long files,
    long bytes,
    long limitBytes,
    long written,
    long read,
    long refused,
    long dropped) {}
