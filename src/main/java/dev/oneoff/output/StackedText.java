package dev.oneoff.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Renders a table that is wider than the terminal: each row on several lines, the same columns below each other.
 *
 * @param width columns of the terminal
 */
record StackedText(int width) {

    private static final String GAP = "  ";
    private static final Set<String> NOTHING = Set.of("-", "no");

    /**
     * Returns the lines; a line of a row that says nothing is left out.
     *
     * @param cells the headings, then the rows, as text
     */
    List<String> lines(List<List<String>> cells) {
        int[] widths = IntStream.range(0, cells.get(0).size())
                .map(column -> cells.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<Integer> ends = ends(widths);
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            int from = 0;
            for (int to : ends) {
                List<String> part = row.subList(from, to);
                if (!NOTHING.containsAll(part)) {
                    String indent = from == 0 ? "" : GAP;
                    lines.addAll(new Wrapping(width).lines(indent, line(part, Arrays.copyOfRange(widths, from, to))));
                }
                from = to;
            }
        }
        return lines;
    }

    /** Returns behind which columns a line ends. */
    private List<Integer> ends(int... widths) {
        List<Integer> ends = new ArrayList<>();
        int room = width;
        for (int column = 0; column < widths.length; column++) {
            if (column > 0 && widths[column] > room) {
                ends.add(column);
                room = width - GAP.length();
            }
            room -= widths[column] + GAP.length();
        }
        ends.add(widths.length);
        return ends;
    }

    private static String line(List<String> part, int... widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = part.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
