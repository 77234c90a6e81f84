package dev.oneoff.rows.json;

/** What becomes of a value of JSON in a column. */
public enum JsonKind {
    /** A string's text, a number's or boolean's digits and letters; an object or array is none. */
    SCALAR,
    /** The JSON itself, of strings, too. */
    JSON,
    /** A string's text is the JSON; what is no string is JSON itself. */
    JSON_TEXT,
    /** An array is PostgreSQL's array of the same elements (manual, 8.15.6); a string is its text already. */
    ARRAY,
    /** The same, of elements that are JSON: a string is one with its quotes, and an array is an element. */
    JSON_ARRAY
}
