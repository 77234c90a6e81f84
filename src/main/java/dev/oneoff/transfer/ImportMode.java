package dev.oneoff.transfer;

import java.util.Locale;

/** What an import does with rows whose key is there already, and with those whose key is not. */
public enum ImportMode {
    /** Inserts new rows; a row that is there with other values is rejected, an equal one is left alone. */
    INSERT,
    /** Inserts new rows and updates those that differ. */
    UPSERT,
    /** Updates rows that differ; a row whose key is not there is rejected. */
    UPDATE,
    /** Inserts new rows, updates those that differ, and deletes those that the file does not have. */
    REPLACE;

    /** Returns the name in options and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
