/** Tests of adapters in files. */
@NullMarked
package dev.chatwright.inference.adapter;

import org.jspecify.annotations.NullMarked;
