package dev.oneoff.transfer;

import dev.oneoff.database.Session;
import dev.oneoff.rows.Records;
import dev.oneoff.transfer.ImportRequest.DateOrder;
import dev.oneoff.transfer.ImportRequest.Values;
import dev.oneoff.transfer.embedded.Kind;
import dev.oneoff.transfer.embedded.Line;
import dev.oneoff.transfer.embedded.Names;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the texts that the embedded database reads of those that stand in a file, as {@link Texts} does on the server. */
final class EmbeddedTexts {

    private static final Pattern COMMA = Pattern.compile(
            "\\s*[+-]?(\\d+|\\d{1,3}(\\.\\d{3})+)(,\\d+)?\\s*|\\s*([+-]?Infinity|NaN)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ZONE = Pattern.compile("[^:]*:\\d\\d.*([+-]\\d|[A-Za-z]).*");
    private static final Pattern UTC = Pattern.compile("(Z|[+-]00(:?00)?|UTC)\\s*$");
    private static final Pattern DATE = Pattern.compile("\\s*(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4})(.*)");

    private final Heading heading;
    private final Values values;
    private final Map<Field, String> constants = new LinkedHashMap<>();
    private final Map<Field, Kind> kinds = new HashMap<>();
    private final Map<Integer, Names> names = new HashMap<>();

    EmbeddedTexts(Session session, Heading heading, Values values) {
        this.heading = heading;
        this.values = values;
        for (Field field : heading.fields()) {
            if (field.place() == 0) {
                session.listAsItIs("SELECT " + field.value(), row -> row.text(1))
                        .forEach(text -> constants.put(field, text));
            }
        }
        for (Lookup lookup : heading.lookups()) {
            names.put(lookup.place(), new Names(session, lookup.reference(), lookup.by()));
        }
    }

    /** Returns the texts of a record's fields, in the order of those that are imported, and what cannot be read. */
    Line of(Records records) {
        Line line = new Line(records.line());
        String given = heading.sparse() ? raw(records, heading.width()) : "";
        for (Field field : heading.fields()) {
            if (field.place() == 0) {
                line.add(constants.get(field), true);
            } else {
                String text = text(records, field.place() - 1);
                line.add(text, !field.sparse() || given.charAt(field.place() - 1) == '1');
                if (text != null) {
                    read(field, text, line);
                }
            }
        }
        return line;
    }

    /** Puts another text in the place of the last one, or says why there is none. */
    private void read(Field field, String text, Line line) {
        Names found = names.get(field.place());
        if (found != null) {
            found.find(text, line);
            return;
        }
        Kind kind = kinds.computeIfAbsent(field, each -> Kind.of(each.column().bare()));
        if (values.decimalComma() && kind.form() == Kind.Form.NUMBER) {
            if (!COMMA.matcher(text).matches()) {
                line.unread("parse", "no number with a decimal comma");
            } else {
                line.instead(text.replace(".", "").replace(',', '.'));
            }
        } else if (kind.zoneless()
                && ZONE.matcher(text).matches()
                && !UTC.matcher(text).find()) {
            line.unread("type", Times.UNZONED);
        } else if (kind.dated()) {
            dated(kind, values.dates().map(order -> ordered(text, order)).orElse(text), line);
        }
    }

    private void dated(Kind kind, String text, Line line) {
        line.instead(text);
        if (!kind.zoned() || ZONE.matcher(text).matches()) {
            return;
        }
        if (values.timeZone().isEmpty()) {
            line.unread("type", "names no time zone; say which one is meant, --timezone Europe/Berlin for example");
            return;
        }
        line.instead(text.strip()
                + (text.contains(":") ? " " : " 00:00:00 ")
                + values.timeZone().get().getId());
    }

    private static String ordered(String text, DateOrder order) {
        Matcher found = DATE.matcher(text);
        if (!found.matches()) {
            return text;
        }
        boolean dayFirst = order == DateOrder.DMY;
        return "%s-%02d-%02d%s"
                .formatted(
                        found.group(3),
                        Integer.parseInt(found.group(dayFirst ? 2 : 1)),
                        Integer.parseInt(found.group(dayFirst ? 1 : 2)),
                        found.group(4));
    }

    /** Returns the text of a field as COPY reads it (PostgreSQL manual, COPY, NULL and FORCE_NULL); null for NULL. */
    private @Nullable String text(Records records, int at) {
        String raw = raw(records, at);
        boolean quoted = raw.startsWith("\"");
        String text = quoted ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"") : raw;
        boolean nothing = text.equals(values.nothing().orElse(""));
        return nothing && (!quoted || values.emptyIsNull()) ? null : text;
    }

    private static String raw(Records records, int at) {
        return new String(records.bytes(), records.from(at), records.to(at) - records.from(at), StandardCharsets.UTF_8);
    }
}
