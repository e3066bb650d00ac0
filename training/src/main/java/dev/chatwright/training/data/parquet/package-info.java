/**
 * Reads Apache Parquet files, as far as data sets of texts need it: flat columns, structures and
 * lists of them; data pages of both versions, plain and by dictionary; no compression, Snappy and
 * gzip.
 *
 * <p>Files come from strangers. Everything that a file says of a size is held against the bytes
 * that are there before memory is taken for it, and whatever is broken ends in a {@link
 * dev.chatwright.training.data.parquet.ParquetException}.
 *
 * <p>Format: <a href="https://parquet.apache.org/docs/file-format/">Apache Parquet</a>; nested rows
 * are put together as in Melnik et al., "Dremel: Interactive Analysis of Web-Scale Datasets"
 * (2010).
 */
@NullMarked
package dev.chatwright.training.data.parquet;

import org.jspecify.annotations.NullMarked;
