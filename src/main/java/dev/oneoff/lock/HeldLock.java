package dev.oneoff.lock;

/** A lock that is held until it is closed, or its process ends. Closing twice does nothing. */
public interface HeldLock extends AutoCloseable {

    @Override
    void close();
}
