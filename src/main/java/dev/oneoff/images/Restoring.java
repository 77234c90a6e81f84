package dev.oneoff.images;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts images back, or looks what that would do; what is said of it is said at {@link Images}. */
interface Restoring {

    Restored look(ImageTarget target, Image image, Set<ImageNumber> later, boolean force);

    Set<List<ImageNumber>> shared(ImageOwner owner, List<Integer> steps);

    Optional<Restored> restoreWithin(ImageTarget target, Image image, String run, boolean force);

    List<Left> left(ImageTarget target, Image image, int limit, boolean force);

    Optional<Restored> restore(ImageTarget target, Image image, String run, boolean force);
}
