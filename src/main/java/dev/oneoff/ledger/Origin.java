package dev.oneoff.ledger;

import java.util.Optional;

/**
 * Who started a run, from where, from which release; each with the name of its source.
 *
 * @param actor a person, a CI job, a pod
 * @param actorSource for example {@code --actor} or {@code USER}
 * @param release the release's identity
 * @param releaseSource for example {@code HEROKU_RELEASE_VERSION}
 * @param ticket what the change was asked for in
 * @param toolVersion our own version
 */
public record Origin(
        String actor,
        String actorSource,
        String release,
        String releaseSource,
        Optional<String> ticket,
        String toolVersion) {}
