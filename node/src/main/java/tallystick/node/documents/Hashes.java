package tallystick.node.documents;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Hashes of contents that were asked for lately, each found once for one object.
///
/// **Why** a ruling asks for those of two policies many times while others wait, and of 4 MiB each takes milliseconds.
///
/// **Threads** any; what two ask for at one moment may be found twice.
final class Hashes {
    private static final int KEPT_MAX = 64;

    private final Deque<Hashed> latest = new ArrayDeque<>();

    private record Hashed(WeakReference<Bytes> content, Digest32 hash) {}

    Digest32 of(Bytes content) {
        synchronized (this) {
            for (var each : latest) if (each.content().refersTo(content)) return each.hash();
        }
        var found = StandardHash.sha256(content);
        synchronized (this) {
            latest.addFirst(new Hashed(new WeakReference<>(content), found));
            if (latest.size() > KEPT_MAX) latest.removeLast();
        }
        return found;
    }
}
