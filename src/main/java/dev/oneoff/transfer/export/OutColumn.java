package dev.oneoff.transfer.export;

import dev.oneoff.sql.Identifier;
import dev.oneoff.transfer.embedded.Kind;
import dev.oneoff.transfer.target.TargetColumn;
import java.util.Optional;
import java.util.Set;

/**
 * A column that is exported.
 *
 * @param type as people read it
 * @param bare the same without limits, and what a domain is made of; of a query, as the driver calls it
 */
record OutColumn(Identifier name, String type, String bare) {

    // As the catalogue calls them, and as the driver does.
    private static final Set<String> NUMBERS = Set.of(
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "real",
            "double precision",
            "int2",
            "int4",
            "int8",
            "float4",
            "float8");

    private static final Set<String> FLAGS = Set.of("boolean", "bool");

    // H2 calls its own in capitals.
    private static final Set<String> TEXTS = Set.of("text", "character varying", "varchar", "bpchar", "citext", "name");

    private static final Set<String> DAYS =
            Set.of("date", "timestamp without time zone", "timestamp with time zone", "timestamp", "timestamptz");

    private static final Set<String> PLAIN = Set.of("text", "character varying", "varchar", "bpchar", "uuid");

    // Of these to_json writes what the type's own input reads again.
    private static final Set<String> SIMPLE = Set.of(
            "text",
            "character varying",
            "bpchar",
            "uuid",
            "date",
            "time without time zone",
            "time with time zone",
            "timestamp without time zone",
            "timestamp with time zone");

    static OutColumn of(TargetColumn column) {
        return new OutColumn(column.name(), column.type(), column.bare());
    }

    String quoted() {
        return name.quoted();
    }

    /** Returns what stands for the column in CSV. What the server writes of an XML document by itself lacks its declaration. */
    String csv() {
        return bare.equals("xml") ? "CAST(" + quoted() + " AS text) AS " + quoted() : quoted();
    }

    /** Returns what its values are in JSON; empty where that is for the source to say. */
    Optional<CopiedJson.Form> form() {
        if (NUMBERS.contains(bare)) {
            return Optional.of(CopiedJson.Form.NUMBER);
        }
        if (FLAGS.contains(bare)) {
            return Optional.of(CopiedJson.Form.FLAG);
        }
        if (PLAIN.contains(bare)) {
            return Optional.of(CopiedJson.Form.TEXT);
        }
        return jsonb() || simple(bare) || simpleElements() ? Optional.of(CopiedJson.Form.JSON) : Optional.empty();
    }

    boolean jsonb() {
        return bare.equals("jsonb");
    }

    private boolean simpleElements() {
        return bare.endsWith("[]") && simple(bare.substring(0, bare.length() - 2));
    }

    /** Says whether it may hold any text. */
    boolean text() {
        return TEXTS.contains(bare) || bare.startsWith("CHARACTER") || bare.startsWith("VARCHAR");
    }

    /** Says whether its values are days, with or without a time. */
    boolean day() {
        return DAYS.contains(bare) || Kind.of(bare).dated();
    }

    /**
     * Returns what stands for the column in JSON, so that its values can be made of it again: numbers, truth values, documents and arrays of
     * simple values are themselves, everything else is the text that PostgreSQL writes.
     */
    String json() {
        String column = quoted();
        if (jsonb() || simple(bare)) {
            return column;
        }
        String text = "CAST(" + column + " AS text)";
        if (simpleElements()) {
            // An array that does not begin at 1 says so before its elements, which JSON cannot.
            return "CASE WHEN " + text + " LIKE '[%' THEN to_json(" + text + ") ELSE to_json(" + column + ") END";
        }
        return text;
    }

    private static boolean simple(String type) {
        return NUMBERS.contains(type) || FLAGS.contains(type) || SIMPLE.contains(type);
    }
}
