/** Tests of the lexical rules: the cases are tables in files, read by {@code CaseFile}. */
@NullMarked
package dev.oneoff.sql;

import org.jspecify.annotations.NullMarked;
