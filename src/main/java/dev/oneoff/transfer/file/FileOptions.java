package dev.oneoff.transfer.file;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What is said of a file that is imported, where it does not say it itself.
 *
 * @param format empty for the one that its ending names
 * @param delimiter between two fields of CSV; empty to look for it in the first line
 * @param encoding empty for UTF-8, or UTF-16 where the file begins with its mark
 */
public record FileOptions(
        Optional<Format> format, Optional<Character> delimiter, Optional<Charset> encoding, FileLimits limits) {}
