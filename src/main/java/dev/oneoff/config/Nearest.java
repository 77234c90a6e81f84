package dev.oneoff.config;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody meant to type. */
public final class Nearest {

    private Nearest() {}

    /**
     * Returns the known word nearest to a typed one, if it is near enough: at most a third of the letters inserted,
     * removed, replaced or swapped with a neighbour, and never fewer than one allowed. Case does not count.
     *
     * @param known in order of preference: of two equally near words the first is returned
     */
    public static Optional<String> to(String typed, Collection<String> known) {
        int best = Math.max(1, typed.length() / 3) + 1;
        Optional<String> nearest = Optional.empty();
        for (String word : known) {
            int distance = distance(Text.lower(typed), Text.lower(word));
            if (distance < best) {
                best = distance;
                nearest = Optional.of(word);
            }
        }
        return nearest;
    }

    /** Returns the optimal string alignment distance: three rows of the usual table. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
