package dev.oneoff.transfer;

import dev.oneoff.transfer.file.FileOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What decides what becomes of a file's rows, as options: an import that stopped goes on in the same way. */
final class Terms {

    private final List<String> words = new ArrayList<>();

    private Terms() {}

    /** Returns them as one text. The values of defaults are not shown: they may be anything. */
    static String of(ImportRequest request) {
        Terms terms = new Terms();
        terms.word("--mode " + request.mode().label(), true);
        terms.word("--key " + String.join(",", request.key()), !request.key().isEmpty());
        terms.word("--existing skip", request.passOver().existing());
        terms.word("--ignore-extra", request.passOver().extra());
        terms.word("--no-key", request.passOver().noKey());
        terms.columns(request.columns());
        terms.file(request.options());
        terms.values(request.values());
        return String.join(" ", terms.words);
    }

    private void word(String word, boolean said) {
        if (said) {
            words.add(word);
        }
    }

    private void columns(ImportRequest.Columns columns) {
        pairs("--map ", columns.names());
        pairs("--ref ", columns.references());
        new TreeMap<>(columns.defaults())
                .forEach((column, value) ->
                        words.add("--default " + column + "=#" + Integer.toHexString(value.hashCode())));
    }

    private void pairs(String option, Map<String, String> pairs) {
        new TreeMap<>(pairs).forEach((name, value) -> words.add(option + name + "=" + value));
    }

    private void file(FileOptions options) {
        options.format().ifPresent(format -> words.add("--format " + format.ending()));
        options.delimiter().ifPresent(delimiter -> words.add("--delimiter " + delimiter));
        options.encoding().ifPresent(encoding -> words.add("--encoding " + encoding.name()));
    }

    private void values(ImportRequest.Values values) {
        word("--decimal-comma", values.decimalComma());
        values.dates().ifPresent(order -> words.add("--dates " + order.name()));
        values.timeZone().ifPresent(zone -> words.add("--timezone " + zone.getId()));
        values.nothing().ifPresent(text -> words.add("--null " + text));
        word("--empty-is-null", values.emptyIsNull());
    }
}
