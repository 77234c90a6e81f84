package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.database.Sql;
import dev.oneoff.rows.Records;
import dev.oneoff.transfer.Sequences.Owned;
import dev.oneoff.transfer.target.Limit;
import dev.oneoff.transfer.target.TargetColumn;
import dev.oneoff.transfer.target.TargetTable;
import dev.oneoff.transfer.target.UniqueKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies a file straight into the table, where that cannot come to anything else than staging it would: new rows alone, none
 * rejected, and nothing between COPY and the table. The first row that the table does not take, or that COPY would change,
 * ends the attempt; the caller rolls back and takes the long way, which reports all of them.
 */
record Straight(Session session, TargetTable table, Heading heading, char separator, Texts texts) {

    private static final Set<String> LOOKED_AT = Set.of("numeric", "character varying", "bpchar");

    // Before PostgreSQL 15 what a partition has of its table's triggers is internal, as those of constraints are.
    private static final String BARE = """
            SELECT NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_trigger t
                WHERE (t.tgrelid = c.oid OR t.tgrelid IN (
                        SELECT CAST(p.relid AS oid) FROM pg_catalog.pg_partition_tree(CAST(c.oid AS regclass)) p))
                  AND NOT (t.tgisinternal AND EXISTS (
                        SELECT FROM pg_catalog.pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype <> 't'))
                  AND t.tgenabled <> 'D'
                  AND t.tgtype & 4 <> 0)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid)
              AND NOT pg_catalog.row_security_active(c.oid)
            FROM pg_catalog.pg_class c
            WHERE c.oid = CAST(:name AS regclass)""";

    /** Says whether it may be tried. */
    boolean allowed(ImportRequest request, Optional<UniqueKey> key) {
        return insertsAll(request)
                && request.maxErrors() == 0
                && !request.passOver().existing()
                && asItStands(key);
    }

    /** Says whether COPY makes of the file's fields what the table is to hold. */
    boolean asItStands(Optional<UniqueKey> key) {
        // Where a part of the key may be NULL, rows without it have to be rejected.
        return key.map(UniqueKey::required).orElse(true)
                && heading.plain()
                && texts.values().timeZone().isEmpty()
                && heading.columns().stream().noneMatch(Straight::rounds)
                && table.columns().stream().noneMatch(this::draws)
                && session.list(Sql.of(BARE).with("name", table.name().quoted()), row -> row.flag(1))
                        .get(0);
    }

    /**
     * Into a table without rows they are new in every mode but update; one that is there by then ends the attempt. What was
     * inserted is found again for its images without a look at what else there is.
     */
    private boolean insertsAll(ImportRequest request) {
        return switch (request.mode()) {
            case INSERT -> !request.images() || empty();
            case UPSERT -> empty();
            case UPDATE, REPLACE -> false;
        };
    }

    /** Says whether the table has no rows. */
    boolean empty() {
        return session.listAsItIs(
                        "SELECT NOT EXISTS (SELECT FROM " + table.name().quoted() + ")", row -> row.flag(1))
                .get(0);
    }

    /** A default of a column that the file leaves out may draw a number, which an attempt that fails would lose. */
    private boolean draws(TargetColumn column) {
        return column.filled()
                && !column.computed()
                && heading.field(column.name().name()).isEmpty();
    }

    /** A domain, an array of what is limited, and times with a precision are cut or rounded without a word. */
    private static boolean rounds(TargetColumn column) {
        return column.domain() || (column.limit() >= 0 && !LOOKED_AT.contains(column.bare()));
    }

    /**
     * Copies it; empty when a record has to be rejected.
     *
     * @param into the quoted name of the table, or of its twin
     * @param largest is given the largest number that each of these sequences' columns has
     */
    OptionalLong copy(String into, Records records, Reading reading, Map<Owned, Long> largest) throws IOException {
        try {
            CopyIn copy =
                    session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement(into));
            try {
                CopySink sink = new CopySink(copy, separator);
                List<Zoned> times = Zoned.of(heading.fields(), texts);
                long count = 0;
                while (records.next()) {
                    if (records.flaw().isPresent()
                            || records.fields() != heading.width()
                            || !times.stream().allMatch(time -> time.clear(records))
                            || rounded(records)
                            || !counted(records, largest)) {
                        return OptionalLong.empty();
                    }
                    sink.sendAlone(records);
                    reading.at(++count);
                }
                sink.flush();
                return copy.endCopy() == count ? OptionalLong.of(count) : OptionalLong.empty();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw session.errors().translate(e, "copying the file");
        }
    }

    /** Notes the largest numbers; says whether each could be read. */
    private static boolean counted(Records records, Map<Owned, Long> largest) {
        for (Map.Entry<Owned, Long> entry : largest.entrySet()) {
            OptionalLong number = number(records, entry.getKey().place() - 1);
            if (number.isEmpty()) {
                return false;
            }
            entry.setValue(Math.max(entry.getValue(), number.getAsLong()));
        }
        return true;
    }

    /** Returns a number that a field holds, the least there is where it holds nothing; empty where it is written in another way. */
    private static OptionalLong number(Records records, int field) {
        int from = records.from(field);
        int to = records.to(field);
        long number = 0;
        for (int at = from; at < to; at++) {
            int digit = records.bytes()[at] - '0';
            if (digit < 0 || digit > 9 || to - from > 18) {
                return unquoted(new String(records.bytes(), from, to - from, StandardCharsets.UTF_8));
            }
            number = number * 10 + digit;
        }
        return OptionalLong.of(from == to ? Long.MIN_VALUE : number);
    }

    private static OptionalLong unquoted(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.replace("\"", "").strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Says whether a number has more digits after its point than its column keeps, or is written in another way; or whether a
     * text may be longer than its column: COPY takes blanks off its end.
     */
    private boolean rounded(Records records) {
        for (Field field : heading.fields()) {
            TargetColumn column = field.column();
            int from = records.from(field.place() - 1);
            int to = records.to(field.place() - 1);
            if (column.limit() < 0) {
                continue;
            }
            boolean fits = column.bare().equals("numeric")
                    ? fits(records.bytes(), from, to, new Limit(column).scale())
                    : to - from <= new Limit(column).characters();
            if (!fits) {
                return true;
            }
        }
        return false;
    }

    /** Zeros at the end are no digits that are lost. */
    private static boolean fits(byte[] bytes, int from, int to, int scale) {
        int point = -1;
        int last = from;
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (b == '.') {
                point = at;
            } else if ((b < '0' || b > '9') && (b != '-' || at > from)) {
                return false;
            }
            last = b == '0' ? last : at;
        }
        return scale >= 0 && (point < 0 || last - point <= scale);
    }

    private String statement(String into) {
        List<String> columns =
                heading.columns().stream().map(TargetColumn::quoted).toList();
        return "COPY " + into + " (" + String.join(", ", columns) + ") FROM STDIN "
                + Staging.form(separator, texts.values(), columns);
    }
}
