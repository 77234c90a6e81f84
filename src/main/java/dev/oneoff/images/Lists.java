package dev.oneoff.images;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the columns of a target as lists and conditions, with numbers from 1. */
record Lists(ImageTarget target) {

    /** Returns one piece of text for each part of the key. */
    String ofKey(IntFunction<String> piece, String between) {
        return of(target.key().size(), piece, between);
    }

    /** Returns one piece of text for each column. */
    String ofColumns(IntFunction<String> piece, String between) {
        return of(target.columns().size(), piece, between);
    }

    private static String of(int size, IntFunction<String> piece, String between) {
        return IntStream.rangeClosed(1, size).mapToObj(piece).collect(Collectors.joining(between));
    }

    /** Returns the condition that the row {@code oneoff_t} is that of a key k1, k2, … */
    String sameKey(String of) {
        return ofKey(n -> "oneoff_t." + key(n) + " = " + of + ".k" + n, " AND ");
    }

    String key(int number) {
        return target.key().get(number - 1).name().quoted();
    }

    String column(int number) {
        return target.columns().get(number - 1).name().quoted();
    }

    /** Returns the old value as the column takes it. */
    String old(int number) {
        return "CAST(s.w" + number + " AS " + target.columns().get(number - 1).type() + ")";
    }

    List<String> names() {
        return target.columns().stream().map(column -> column.name().name()).toList();
    }

    boolean isKey(int column) {
        return target.key().stream()
                .anyMatch(key ->
                        key.name().equals(target.columns().get(column - 1).name()));
    }
}
