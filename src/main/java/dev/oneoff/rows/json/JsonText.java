package dev.oneoff.rows.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.oneoff.rows.Flaw;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Makes texts for columns of the values of JSON. A number never becomes a double. For one thread. */
final class JsonText {

    private static final int DIGITS = 200_000;
    // A plain number of so many digits is still one that somebody meant.
    private static final int EXPONENT = 1_000;

    // Of the record, not of the file.
    private static final String WHERE_IT_STARTED = " \\([A-Za-z ]+ \\[Source: [^\\]]*\\]\\)";

    private final JsonFactory factory;
    private final JsonLimits limits;

    JsonText(JsonLimits limits) {
        this.limits = limits;
        factory = new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(clipped(limits.depth()))
                        .maxNumberLength(DIGITS)
                        .maxStringLength(clipped(limits.record()))
                        .build())
                .build();
    }

    private static int clipped(long limit) {
        return (int) Math.min(Integer.MAX_VALUE, limit);
    }

    /** Returns what is wrong with a record at which a parser stopped. */
    Flaw flaw(JsonParser stopped, JsonProcessingException why) {
        boolean deep = stopped.getParsingContext().getNestingDepth() > limits.depth();
        return Flaw.of(
                "parse",
                deep
                        ? "objects and arrays within each other more than %,d deep; --max-depth takes deeper ones"
                                .formatted(limits.depth())
                        : why instanceof JsonEOFException
                                ? "the object is never closed: its line ends in the middle"
                                : why.getOriginalMessage()
                                        .replaceAll(WHERE_IT_STARTED, "")
                                        .replaceAll("\\s+", " "));
    }

    JsonParser parser(byte[] record) throws IOException {
        return factory.createParser(record);
    }

    /** Says whether a token opens an object or an array. */
    static boolean nested(JsonToken token) {
        return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
    }

    /** Returns a string's text, a number's digits without an exponent, true or false. */
    static String scalar(JsonParser parser) throws IOException {
        String text = parser.getText();
        JsonToken token = parser.currentToken();
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        return number ? plain(text) : text;
    }

    private static String plain(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (exponent < 0 || number.length() - exponent > 5) {
            return number;
        }
        BigDecimal value = new BigDecimal(number);
        return Math.abs(value.scale()) > EXPONENT ? number : value.toPlainString();
    }

    /** Returns the JSON of the value whose first token the parser is at, as it is written; it is at the last one then. */
    static String json(JsonParser parser, byte[] record) throws IOException {
        JsonToken token = parser.currentToken();
        if (!nested(token) && token != JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return new String(record, from, to - from, StandardCharsets.UTF_8);
    }

    /** Returns an array as PostgreSQL writes one; the parser is at its first token, and at its last one then. */
    static String array(JsonParser parser, byte[] record) throws IOException {
        StringBuilder array = new StringBuilder("{");
        // No method within itself: a file may hold more arrays within each other than a stack does.
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                array.append('}');
                depth--;
                continue;
            }
            array.append(array.charAt(array.length() - 1) == '{' ? "" : ",");
            switch (token) {
                case START_ARRAY -> {
                    array.append('{');
                    depth++;
                }
                case START_OBJECT -> quote(json(parser, record), array);
                case VALUE_NULL -> array.append("NULL");
                case VALUE_STRING -> quote(parser.getText(), array);
                default -> array.append(scalar(parser));
            }
        }
        return array.toString();
    }

    /** Returns an array of JSON as PostgreSQL writes one; the parser is at its first token, and at its last one then. */
    static String documents(JsonParser parser, byte[] record) throws IOException {
        StringBuilder array = new StringBuilder("{");
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.append(array.length() == 1 ? "" : ",");
            if (token == JsonToken.VALUE_NULL) {
                array.append("NULL");
            } else {
                quote(json(parser, record), array);
            }
        }
        return array.append('}').toString();
    }

    private static void quote(String text, StringBuilder array) {
        array.append('"')
                .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
