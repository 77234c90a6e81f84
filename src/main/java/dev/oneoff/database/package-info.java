/** Connections, transactions, named-parameter statements; {@code SQLException} becomes ours once, here. */
@NullMarked
package dev.oneoff.database;

import org.jspecify.annotations.NullMarked;
