package dev.oneoff.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says about configuration. There is no flag for a password: process lists show flags.
 *
 * @param folder {@code -C DIR}
 * @param actor {@code --actor}
 * @param ticket {@code --ticket}
 * @param allowPooler {@code --allow-pooler}
 * @param contexts {@code --contexts}
 * @param labels {@code --labels}
 */
public record Flags(
        Optional<Path> folder,
        Optional<String> actor,
        Optional<String> ticket,
        boolean allowPooler,
        Optional<String> contexts,
        Optional<String> labels) {

    /** Returns what a command line without flags says. */
    public static Flags none() {
        return new Flags(
                Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());
    }
}
