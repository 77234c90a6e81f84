package dev.oneoff.sql;

/**
 * A name in a database: of a table, a column, an index. The only way a name enters SQL text.
 *
 * @param name the name as the catalogue has it, not empty, without NUL
 */
public record Identifier(String name) {

    public Identifier {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name has at least one character");
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name cannot hold the character NUL");
        }
    }

    /** Makes the identifier of a name spelled as in the catalogue. */
    public static Identifier of(String name) {
        return new Identifier(name);
    }

    /** Makes the identifier that a name written without quotes means: PostgreSQL folds A to Z to lower case. */
    public static Identifier folded(String written) {
        StringBuilder name = new StringBuilder(written);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                name.setCharAt(i, Character.toLowerCase(c));
            }
        }
        return new Identifier(name.toString());
    }

    /** Returns the name for SQL text: in double quotes, those inside doubled. */
    public String quoted() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns the quoted name, so that an identifier put into SQL text by mistake is still safe. */
    @Override
    public String toString() {
        return quoted();
    }
}
