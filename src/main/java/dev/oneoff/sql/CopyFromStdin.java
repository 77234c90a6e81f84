package dev.oneoff.sql;

import java.util.List;

/** Knows COPY … FROM STDIN, whose data come from the client. */
final class CopyFromStdin {

    private CopyFromStdin() {}

    static boolean isIn(List<Token> tokens) {
        Words words = new Words(tokens);
        if (!words.takeAll("COPY")) {
            return false;
        }
        while (words.hasNext()) {
            if (words.takeParentheses().isPresent()) {
                continue;
            }
            if (words.takeAll("FROM")) {
                return words.takeAll("STDIN");
            }
            words.take();
        }
        return false;
    }
}
