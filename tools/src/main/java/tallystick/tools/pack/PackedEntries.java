package tallystick.tools.pack;

import tallystick.crypto.codec.Bytes;

/// The entries of one chunk in their order, read as they are asked for.
///
/// **Form** each after its length as a u16. **Threads** one.
public final class PackedEntries {
    private static final int AHEAD = 1 << 18;

    private final Holdings holdings;
    private final String name;
    private final long size;
    private final int count;
    private int given;
    private long ahead;
    private Bytes buffer = Bytes.empty();
    private int position;

    PackedEntries(Holdings holdings, String name, int count) {
        this.holdings = holdings;
        this.name = name;
        this.size = holdings.size(name);
        this.count = count;
    }

    /// Whether there is another.
    ///
    /// @throws Unfit if there is more in the file than entries
    public boolean hasNext() throws Unfit {
        if (given < count) return true;
        if (position != buffer.length() || ahead != size) throw new Unfit(name + " goes on behind its last entry");
        return false;
    }

    /// The next entry.
    ///
    /// @throws Unfit if the file ends before it
    public Bytes next() throws Unfit {
        fill(2);
        var length = buffer.at(position) << 8 | buffer.at(position + 1);
        fill(2 + length);
        var entry = buffer.slice(position + 2, position + 2 + length);
        position += 2 + length;
        given++;
        return entry;
    }

    private void fill(int lengthBytes) throws Unfit {
        if (buffer.length() - position >= lengthBytes) return;
        var more = (int) Math.min(AHEAD, size - ahead);
        if (buffer.length() - position + more < lengthBytes)
            throw new Unfit("%s ends within entry %d of it".formatted(name, given));
        buffer = Bytes.concat(buffer.slice(position, buffer.length()), holdings.read(name, ahead, more));
        ahead += more;
        position = 0;
    }
}
