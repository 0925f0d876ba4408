package tallystick.mpc.ecdsa;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.curve.SecretScalar;

/// The sender's half of one random VOLE: two random inputs α and two outputs t, with `t + r = α·β` for the outputs
/// r and the multiplier β of the receiver's [ReceiverItem] of the same [ItemRef].
///
/// **Why** signing corrects the random inputs to the nonce share and the key share: an item used twice, or kept after
/// use, gives the key share away. So it can be spent once, is never serialised, and zeroes itself when closed.
///
/// **Threads** any; of two threads that spend, one gets the values and the other [ItemReuse].
public final class SenderItem implements AutoCloseable {
    /// The values of a spent item: the caller's to close.
    ///
    /// @param nonceInput α_k, what the nonce share will be shifted by
    /// @param keyInput α_x, what the key share will be shifted by
    /// @param nonceOutput t_k
    /// @param keyOutput t_x
    public record Opened(
            SecretScalar nonceInput, SecretScalar keyInput, SecretScalar nonceOutput, SecretScalar keyOutput)
            implements AutoCloseable {
        @Override
        public void close() {
            nonceInput.close();
            keyInput.close();
            nonceOutput.close();
            keyOutput.close();
        }

        @Override
        public String toString() {
            return "SenderItem.Opened";
        }
    }

    private final ItemRef ref;
    private final AtomicReference<@Nullable Opened> unspent;

    /// Takes over the values.
    public SenderItem(ItemRef ref, Opened values) {
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
        return "SenderItem " + ref;
    }
}
