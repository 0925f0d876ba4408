package tallystick.core.audit;

import tallystick.core.governance.Member;
import tallystick.core.tlog.NoteKey;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.VerifyKey;

/// Whose log is whose, from the roster alone.
///
/// **Form** a log's origin, and the name its node signs and cosigns under, is `tallystick.node/NAME/` and the first 16
/// hex digits of the node's identity key, so that nodes of the same name in two organisations are told apart.
public final class LogNames {
    private static final int KEY_DIGITS = 16;

    private LogNames() {}

    /// The origin of the log of the node called `name` with this key.
    /// @spec docs/spec/audit-log.md#AL-1 audit-log
    public static String origin(String name, VerifyKey identity) {
        return IdentityKey.LOG_NAME_PREFIX + name + "/"
                + identity.bytes().toHex().substring(0, KEY_DIGITS);
    }

    /// The key under which `node` signs its own checkpoints; its name is the log's origin.
    public static NoteKey log(Member node) {
        return key(node, NoteKey.Kind.SIGNATURE);
    }

    /// The key under which `node` cosigns others' checkpoints.
    public static NoteKey witness(Member node) {
        return key(node, NoteKey.Kind.COSIGNATURE);
    }

    private static NoteKey key(Member node, NoteKey.Kind kind) {
        return new NoteKey(origin(node.name(), node.identity()), kind, node.identity());
    }
}
