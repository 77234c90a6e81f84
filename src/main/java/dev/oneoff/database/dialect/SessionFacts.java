package dev.oneoff.database.dialect;

/**
 * What a fresh connection says of itself.
 *
 * @param schema the current schema, empty when the search path leads nowhere
 * @param pooled whether a pooler stands between us and the server: the address says so, or the server's own process id
 *     is not the one the driver was given (two transactions' ids may well be equal behind an idle pooler). Our settings
 *     are not in force then, and what only reads has to do it in transactions
 * @param standby whether the server only follows another one
 */
public record SessionFacts(String schema, boolean pooled, boolean standby) {}
