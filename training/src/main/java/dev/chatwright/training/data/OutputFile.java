package dev.chatwright.training.data;

/**
 * A shard of a prepared data set.
 *
 * @param name the file's name in the folder
 * @param bytes its length
 * @param sha256 of its bytes, in hexadecimal
 * @param examples how many it holds
 * @param heldOut whether they are held out
 */
public record OutputFile(String name, long bytes, String sha256, long examples, boolean heldOut) {}
