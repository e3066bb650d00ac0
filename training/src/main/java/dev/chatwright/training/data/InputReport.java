package dev.chatwright.training.data;

import java.util.Map;

/**
 * What became of an input.
 *
 * @param input the input
 * @param bytes its length
 * @param sha256 of its bytes, in hexadecimal
 * @param format how its rows lie
 * @param shape what their fields mean
 * @param examples how many there are in it
 * @param dropped how many were left out for each reason that occurs
 * @param train how many were written to learn from, with those written more than once
 * @param heldOut how many were held out
 */
public record InputReport(
    DataInput input,
    long bytes,
    String sha256,
    FileFormat format,
    RowShape shape,
    long examples,
    Map<DropReason, Long> dropped,
    long train,
    long heldOut) {}
