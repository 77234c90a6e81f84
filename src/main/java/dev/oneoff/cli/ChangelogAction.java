package dev.oneoff.cli;

import picocli.CommandLine.Mixin;

/** A command that reads the changelog. */
abstract class ChangelogAction extends Action {

    /** The options every one of them has. */
    @Mixin
    final ChangelogOptions changelog = new ChangelogOptions();

    @Override
    String waitOption() {
        return "--wait-for-db 60s";
    }
}
