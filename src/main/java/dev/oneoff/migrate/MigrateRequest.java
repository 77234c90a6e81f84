package dev.oneoff.migrate;

import dev.oneoff.failure.OneoffException;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator asks of a migration.
 *
 * @param tag set on the last changeset when all went well; empty for none
 * @param waitForDatabase how long a server may take to come up
 * @param lockWait how long another run may keep the lock
 */
public record MigrateRequest(Selection selection, Optional<String> tag, Duration waitForDatabase, Duration lockWait) {

    /**
     * Makes the request.
     *
     * @throws OneoffException USAGE when the tag is blank, or longer than the history has room for
     */
    public MigrateRequest {
        TagName.require("--tag", tag);
    }
}
