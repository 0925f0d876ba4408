package tallystick.mpc.ecdsa;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.curve.SecretScalar;

/// The receiver's half of one random VOLE: the random multiplier β and two outputs r, with `t + r = α·β` for the
/// inputs α and outputs t of the sender's [SenderItem] of the same [ItemRef].
///
/// **Why** β masks the receiver's own blinding in signing and is one-time: as [SenderItem], spent once, never
/// serialised.
///
/// **Threads** any; of two threads that spend, one gets the values and the other [ItemReuse].
public final class ReceiverItem implements AutoCloseable {
    /// The values of a spent item: the caller's to close.
    ///
    /// @param multiplier β
    /// @param nonceOutput r_k
    /// @param keyOutput r_x
    public record Opened(SecretScalar multiplier, SecretScalar nonceOutput, SecretScalar keyOutput)
            implements AutoCloseable {
        @Override
        public void close() {
            multiplier.close();
            nonceOutput.close();
            keyOutput.close();
        }

        @Override
        public String toString() {
            return "ReceiverItem.Opened";
        }
    }

    private final ItemRef ref;
    private final AtomicReference<@Nullable Opened> unspent;

    /// Takes over the values.
    public ReceiverItem(ItemRef ref, Opened values) {
        this.ref = ref;
        this.unspent = new AtomicReference<>(values);
    }

    /// Its name, public.
    public ItemRef ref() {
        return ref;
    }

    /// The values, once.
    ///
    /// @throws ItemReuse if spent or closed before: our bug
    public Opened spend() {
        var values = unspent.getAndSet(null);
        if (values == null) throw new ItemReuse(ref);
        return values;
    }

    /// Destroys an item that was not spent; a spent one is no longer its business.
    @Override
    public void close() {
        var values = unspent.getAndSet(null);
        if (values != null) values.close();
    }

    @Override
    public String toString() {
        return "ReceiverItem " + ref;
    }
}
