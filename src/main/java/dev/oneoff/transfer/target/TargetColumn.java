package dev.oneoff.transfer.target;

import dev.oneoff.sql.Identifier;

/**
 * A column of the table that is imported into.
 *
 * @param type as a cast takes it, with what limits it
 * @param bare the same without limits: a cast to a limited one cuts
 * @param limit what limits it, as {@code atttypmod}; -1 for nothing
 * @param required whether it cannot be NULL
 * @param filled whether an INSERT that leaves it out gives it a value
 * @param standard what it gives it, as an expression; NULL where it gives none
 * @param computed whether nobody can set it
 * @param always whether its identity is made for every row that does not say otherwise
 * @param alike the collation, for a statement, if it takes several texts for one; empty for any other
 * @param domain whether its type is one of somebody's own, made of the bare one with rules
 */
public record TargetColumn(
        Identifier name,
        String type,
        String bare,
        int limit,
        boolean required,
        boolean filled,
        String standard,
        boolean computed,
        boolean always,
        String alike,
        boolean domain) {

    /** Returns the name for a statement. */
    public String quoted() {
        return name.quoted();
    }
}
