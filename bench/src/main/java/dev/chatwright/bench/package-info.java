/**
 * JMH benchmarks of the kernels, and what is measured beside other programs. They print figures and
 * judge nothing; results worth keeping go to {@code docs/measurements} with machine, commit and
 * command.
 */
@NullMarked
package dev.chatwright.bench;

import org.jspecify.annotations.NullMarked;
