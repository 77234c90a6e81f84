package dev.oneoff.sql;

/** What a token is. The words follow the PostgreSQL manual, section 4.1 "Lexical Structure". */
public enum TokenKind {
    /** A keyword or a name without quotes. */
    WORD,
    /** A name in double quotes, {@code "Users"} or {@code U&"d\0061ta"}. */
    QUOTED_IDENTIFIER,
    /** A constant in single quotes, with its prefix: {@code 'x'}, {@code E'x'}, {@code U&'x'}, {@code B'1'}, {@code X'1F'}, {@code N'x'}. */
    STRING,
    /** A constant between dollar quotes, {@code $$x$$} or {@code $body$x$body$}. */
    DOLLAR_STRING,
    /** A number without a sign. */
    NUMBER,
    /** A positional parameter, {@code $1}. */
    PARAMETER,
    /** An operator of one or more characters, {@code ->>}, {@code ?}, {@code ::}. */
    OPERATOR,
    /** One of {@code ( ) [ ] , . :}, or {@code ..} and {@code :=}. */
    PUNCTUATION,
    /** {@code ;}. */
    SEMICOLON,
    /** {@code -- …} without its line end, or a block comment with those nested in it. */
    COMMENT,
    /** A run of blanks and line ends; also the byte order mark before a text. */
    WHITESPACE,
    /** A character that begins nothing in SQL, such as the backslash of a psql command. */
    OTHER
}
