package dev.chatwright.kernels.x86;

/**
 * How the rows of a tile lie that is multiplied by panels.
 *
 * @param rows how many
 * @param rowBytes from one row to the next
 * @param stepBytes from one input, or pair of inputs, to the next
 */
record InputTile(int rows, int rowBytes, int stepBytes) {}
