/** Import and export: files into tables, tables into files. */
@NullMarked
package dev.oneoff.transfer;

import org.jspecify.annotations.NullMarked;
