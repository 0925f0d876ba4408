package tallystick.control.store;

/// A place among those that write, until it is closed.
@FunctionalInterface
public interface Turn extends AutoCloseable {
    @Override
    void close();
}
