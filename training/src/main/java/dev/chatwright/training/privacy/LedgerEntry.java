package dev.chatwright.training.privacy;

/**
 * A line of the ledger: a step is paid for.
 *
 * <p>Immutable.
 *
 * @param stream which random numbers it is taken with
 * @param reached how many steps the run has with it
 * @param charged how many were paid for with it, those that were taken twice included
 * @param epsilon spent with it
 */
record LedgerEntry(String stream, long reached, long charged, double epsilon) {}
