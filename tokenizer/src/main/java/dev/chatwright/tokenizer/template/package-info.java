/**
 * A sandboxed interpreter for the part of the Jinja language that chat templates use.
 *
 * <p>A template comes with a model file, so it is input, not code: it can reach nothing but the
 * values it is given, every one of them immutable, and steps, text and depth are bounded by {@link
 * dev.chatwright.tokenizer.template.TemplateLimits}. Every failure is a {@link
 * dev.chatwright.tokenizer.template.ChatTemplateException} that names a line.
 *
 * <p>The life of a template: {@code TemplateLexer} cuts the source into tokens, {@code
 * TemplateParser} builds {@code Statement}s and {@code Expression}s, and for each conversation a
 * {@code Rendering} executes them. Text keeps its origin (template or message) through every
 * operation, see {@code Text}.
 */
@NullMarked
package dev.chatwright.tokenizer.template;

import org.jspecify.annotations.NullMarked;
