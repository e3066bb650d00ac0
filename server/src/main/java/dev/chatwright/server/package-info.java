/**
 * The HTTP server: one package per feature, Spring Boot around them, the engine behind them.
 *
 * <p>Beans are named one by one in {@code ServerConfiguration}; nothing is scanned for, so that
 * start-up costs what is used. Request threads are virtual and wait; they never compute.
 */
@NullMarked
package dev.chatwright.server;

import org.jspecify.annotations.NullMarked;
