/** Tests of the engine, against a network made of formulas and against real models. */
@NullMarked
package dev.chatwright.inference;

import org.jspecify.annotations.NullMarked;
