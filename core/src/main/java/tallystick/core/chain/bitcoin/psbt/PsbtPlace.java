package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// Where one map stands among a PSBT's bytes, so that what is wrong with it is told by byte and field.
///
/// **Why** computed when something is wrong, and not carried along: what is read is written again byte for byte, so
/// the fields before it tell where a field stands.
///
/// @param index which input or output; 0 of the globals
/// @param start its first byte
record PsbtPlace(Kind kind, int index, int start, PsbtMap map) {
    private static final int MAGIC_BYTES = 5;

    /// Which of the three kinds of maps.
    enum Kind {
        /// The first, of the whole.
        GLOBAL,
        /// One for each input.
        INPUT,
        /// One for each output.
        OUTPUT;

        /// What people call the map: made only when something is wrong, for a PSBT can have millions of maps.
        String name(int index) {
            return switch (this) {
                case GLOBAL -> "psbt globals";
                case INPUT -> "psbt input " + index;
                case OUTPUT -> "psbt output " + index;
            };
        }
    }

    /// Reads one map of at most this many entries.
    static PsbtPlace read(Kind kind, int index, Reader reader, int entriesMax) throws MalformedInput {
        try {
            var start = reader.position();
            return new PsbtPlace(kind, index, start, PsbtMap.read(reader, entriesMax));
        } catch (MalformedInput malformed) {
            throw new MalformedInput(malformed.offsetBytes(), kind.name(index) + ": " + malformed.expected());
        }
    }

    /// The maps of the inputs, their starts counted from the maps before them.
    static List<PsbtPlace> inputs(Psbt psbt) {
        var places = new ArrayList<PsbtPlace>(psbt.inputs().size());
        var start = MAGIC_BYTES + psbt.global().lengthBytes();
        for (var map : psbt.inputs()) {
            places.add(new PsbtPlace(Kind.INPUT, places.size(), start, map));
            start += map.lengthBytes();
        }
        return places;
    }

    /// Nobody can meet the lock times that inputs want together: said of the first that wants one kind only.
    static MalformedInput lockTimes(Psbt psbt) {
        var place = inputs(psbt).stream()
                .filter(each -> each.map.has(PsbtFields.INPUT_HEIGHT) != each.map.has(PsbtFields.INPUT_TIME))
                .findFirst()
                .orElseThrow();
        return place.field(
                place.map.has(PsbtFields.INPUT_HEIGHT) ? PsbtFields.INPUT_HEIGHT : PsbtFields.INPUT_TIME,
                "lock times of the inputs that can all be met");
    }

    /// The key of an entry is wrong.
    MalformedInput key(PsbtEntry entry, String expected) {
        return told(valueAt(entry) - entry.valueHeadBytes() - entry.keyData().length(), entry.type(), expected);
    }

    /// The value of an entry is wrong.
    MalformedInput value(PsbtEntry entry, String expected) {
        return value(entry, 0, expected);
    }

    /// The value of an entry is wrong from this byte of it on.
    MalformedInput value(PsbtEntry entry, int inside, String expected) {
        return told(valueAt(entry) + inside, entry.type(), expected);
    }

    /// The first entry of a field is wrong, or missing: then it is told where the map ends without it.
    MalformedInput field(int type, String expected) {
        for (var entry : map.entries()) if (entry.type() == type) return value(entry, expected);
        return told(start + map.lengthBytes() - 1, type, expected);
    }

    private MalformedInput told(int at, int type, String expected) {
        return new MalformedInput(
                at, String.format(Locale.ROOT, "%s, field 0x%02x: %s", kind.name(index), type, expected));
    }

    private int valueAt(PsbtEntry entry) {
        var at = start;
        for (var each : map.entries()) {
            at += each.lengthBytes();
            if (each.equals(entry)) break;
        }
        return at - entry.value().length();
    }
}
