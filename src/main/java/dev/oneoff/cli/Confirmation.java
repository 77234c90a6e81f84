package dev.oneoff.cli;

import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.Settings;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.progress.Journal;
import java.util.Optional;

/** Asks before something that cannot be taken back. Never inside a transaction, never where nobody can answer. */
final class Confirmation {

    private final Invocation invocation;

    Confirmation(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * Lets the command go on, or refuses it.
     *
     * @param about what is about to happen, for example {@code Rollback takes back 3 changesets}
     * @throws OneoffException REFUSED when it was not confirmed
     */
    void require(String about) {
        if (invocation.common().yes) {
            return;
        }
        Settings settings = invocation.settings();
        DatabaseAddress database = settings.database();
        Optional<String> reason =
                settings.protectedBy().or(() -> invocation.oneoff().protection(invocation.common().lockWait));
        boolean far = !database.isLoopback();
        if (reason.isEmpty() && !(far && invocation.streams().terminal().interactive())) {
            return;
        }
        String where = database.name() + " on " + database.host();
        if (!invocation.streams().terminal().interactive()) {
            throw new OneoffException(
                    FailureKind.REFUSED,
                    "The database " + where + " is protected (" + reason.orElse("") + "): " + about + ".",
                    "If that is what you want, say it again with --yes.");
        }
        ask(about, where, reason, database.name());
    }

    private void ask(String about, String where, Optional<String> reason, String name) {
        invocation.streams().err().println(Journal.printable(about + "."));
        invocation
                .streams()
                .err()
                .println(Journal.printable("Database: " + where
                        + reason.map(why -> ", protected (" + why + ")").orElse("")));
        invocation.streams().err().print("Type the database's name to go on: ");
        invocation.streams().err().flush();
        String typed = invocation.streams().terminal().readLine().orElse("").strip();
        if (!typed.equals(name)) {
            throw new OneoffException(
                    FailureKind.REFUSED, "Not confirmed: nothing was changed.", "The name to type is " + name + ".");
        }
    }
}
