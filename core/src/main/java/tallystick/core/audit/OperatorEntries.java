package tallystick.core.audit;

import java.time.Instant;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// The fields of entries about operators: who comes, what they do at a node and take from it, and what rings for them.
final class OperatorEntries {
    private OperatorEntries() {}

    /// @spec docs/spec/audit-log.md#AL-2 audit-log
    static void write(Writer writer, AuditEvent event) {
        switch (event) {
            case AuditEvent.ShareQuarantined(var node, var operator, var reason) ->
                text(text(text(writer.u8(23), node), operator), reason);
            case AuditEvent.QuarantineLifted(var node, var operator, var reason) ->
                text(text(text(writer.u8(24), node), operator), reason);
            case AuditEvent.PackCountersigned(var manifest, var operator, var from, var to, var scope) ->
                text(time(time(text(writer.u8(40).raw(manifest.bytes()), operator), from), to), scope);
            case AuditEvent.AlarmRang(var about, var words) -> text(text(writer.u8(41), about), words);
            case AuditEvent.CallerAdmitted(var member, var role, var pin) ->
                text(writer.u8(42), member).u8(role).raw(pin.bytes());
            case AuditEvent.OpeningsErased(var count, var reason) ->
                text(writer.u8(43).u32(count), reason);
            default -> throw new AssertionError("an entry that is written elsewhere");
        }
    }

    static AuditEvent read(int kind, Reader reader) throws MalformedInput {
        return switch (kind) {
            case 23 ->
                new AuditEvent.ShareQuarantined(
                        AuditText.text(reader, "node"),
                        AuditText.text(reader, "operator"),
                        AuditText.text(reader, "reason"));
            case 24 ->
                new AuditEvent.QuarantineLifted(
                        AuditText.text(reader, "node"),
                        AuditText.text(reader, "operator"),
                        AuditText.text(reader, "reason"));
            case 41 -> new AuditEvent.AlarmRang(AuditText.text(reader, "about"), AuditText.text(reader, "words"));
            case 42 ->
                new AuditEvent.CallerAdmitted(
                        AuditText.text(reader, "member"), reader.u8("role"), Digest32.read(reader, "pin"));
            case 43 -> new AuditEvent.OpeningsErased(reader.u32("count"), AuditText.text(reader, "reason"));
            default ->
                new AuditEvent.PackCountersigned(
                        Digest32.read(reader, "manifest"),
                        AuditText.text(reader, "operator"),
                        AuditEntry.time(reader),
                        AuditEntry.time(reader),
                        AuditText.text(reader, "scope"));
        };
    }

    private static Writer time(Writer writer, Instant at) {
        return writer.u64(at.toEpochMilli());
    }

    private static Writer text(Writer writer, String text) {
        AuditText.write(writer, AuditText.cut(text));
        return writer;
    }
}
