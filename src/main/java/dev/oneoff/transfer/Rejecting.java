package dev.oneoff.transfer;

import java.io.OutputStream;
import java.util.Optional;

/**
 * Where rejected rows go, and what is wrong with them.
 *
 * @param file as the user named it; empty for one of its own beside the file that is imported
 * @param stream where the rows go instead, when the transaction is over; what is wrong with them is then in no file
 */
public record Rejecting(Optional<String> file, Optional<OutputStream> stream) {}
