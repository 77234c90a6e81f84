package dev.oneoff.datafix.revert;

import dev.oneoff.database.Session;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.datafix.script.Header;
import dev.oneoff.datafix.store.FixRow;
import dev.oneoff.datafix.store.FixState;
import dev.oneoff.datafix.store.FixStore;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.images.Image;
import dev.oneoff.images.ImageOwner;
import dev.oneoff.images.ImageTables;
import dev.oneoff.images.Images;
import dev.oneoff.images.Kept;
import dev.oneoff.images.Restored;
import dev.oneoff.ledger.Ledger;
import java.time.Clock;
import java.util.Optional;

/** Whether a fix can be taken back, and what would come of it. Writes nothing. */
public final class Looking {

    private final FixStore store;
    private final FixRow fix;
    private final Images images;
    private final ImageOwner owner;

    /** Makes it for one fix. */
    public Looking(Session session, Clock clock, FixRow fix) {
        Ledger ledger = new Ledger(session, clock);
        this.store = new FixStore(session, clock);
        this.fix = fix;
        this.images = new Images(
                session,
                new ImageTables(
                        ledger.named("%1$soneoff_image"),
                        ledger.named("%1$soneoff_fix_conflict"),
                        ledger.named("%1$soneoff_fix")));
        this.owner = new ImageOwner(fix.id(), fix.generation());
    }

    Images images() {
        return images;
    }

    ImageOwner owner() {
        return owner;
    }

    /** Says whether it was taken back, as far as a revert of this mode takes it. */
    public boolean over(Mode mode) {
        return fix.state() == FixState.REVERTED
                || (fix.state() == FixState.REVERTED_WITH_CONFLICTS && mode != Mode.FORCE);
    }

    /**
     * Requires that all old values are there.
     *
     * @throws OneoffException REFUSED when none were kept, or some are gone
     */
    public void requireImages() {
        long changed = store.counts(fix).changed();
        Kept kept = images.kept(owner);
        if (kept.rows() >= changed) {
            return;
        }
        FixScript script = FixScript.read(fix.id(), "datafixes/" + fix.id() + ".sql", fix.script());
        boolean none = script.header().images() == Header.Images.NONE;
        boolean unknown = script.code().filter(code -> code.table().isEmpty()).isPresent();
        throw new OneoffException(
                FailureKind.REFUSED,
                "Fix " + fix.id() + " cannot be reverted: "
                        + (unknown
                                ? "it was applied by a class that names no table, so no old values were kept"
                                : none
                                        ? "its script says images: none, so no old values were kept"
                                        : "it changed %,d rows, and the old values of %,d were purged"
                                                .formatted(changed, changed - kept.rows()))
                        + ".",
                "Nothing was changed. Write a fix that sets the right values, or restore a backup.");
    }

    /** Returns what taking back the rest of it would do, one image after the other. */
    public Restored look() {
        Targets targets = new Targets(store.steps(fix));
        Later later = new Later(images, owner, targets);
        Restored sum = Restored.NONE;
        Optional<Image> image = images.last(owner);
        while (image.isPresent()) {
            int step = image.get().step();
            sum = sum.plus(images.look(targets.of(step), image.get(), later.than(image.get()), false));
            image = images.before(image.get());
        }
        return sum;
    }
}
