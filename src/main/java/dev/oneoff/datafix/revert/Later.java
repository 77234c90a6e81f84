package dev.oneoff.datafix.revert;

import dev.oneoff.images.Image;
import dev.oneoff.images.ImageNumber;
import dev.oneoff.images.ImageOwner;
import dev.oneoff.images.Images;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which images were written after another one over the same values, and so are put back before it: of later statements, of
 * sweeps, of other keys of a worklist that lead to the same row.
 */
final class Later {

    private final Map<ImageNumber, Set<ImageNumber>> later = new HashMap<>();

    Later(Images images, ImageOwner owner, Targets targets) {
        for (List<Integer> steps : targets.byTable()) {
            for (List<ImageNumber> shared : images.shared(owner, steps)) {
                add(shared, targets);
            }
        }
    }

    private void add(List<ImageNumber> shared, Targets targets) {
        for (int at = 0; at < shared.size(); at++) {
            ImageNumber before = shared.get(at);
            for (ImageNumber after : shared.subList(at + 1, shared.size())) {
                if (targets.overlap(before.step(), after.step())) {
                    later.computeIfAbsent(before, first -> new HashSet<>()).add(after);
                }
            }
        }
    }

    Set<ImageNumber> than(Image image) {
        return later.getOrDefault(image.number(), Set.of());
    }
}
