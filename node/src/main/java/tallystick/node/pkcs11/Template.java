package tallystick.node.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;

/// Attributes of a PKCS#11 object, to be asked, sought or set.
final class Template {
    static final int CLASS = 0x0;
    static final int TOKEN = 0x1;
    static final int PRIVATE = 0x2;
    static final int LABEL = 0x3;
    static final int KEY_TYPE = 0x100;
    static final int ID = 0x102;
    static final int SENSITIVE = 0x103;
    static final int ENCRYPT = 0x104;
    static final int DECRYPT = 0x105;
    static final int WRAP = 0x106;
    static final int UNWRAP = 0x107;
    static final int VALUE_LEN = 0x161;
    static final int EXTRACTABLE = 0x162;
    static final int LOCAL = 0x163;
    static final int NEVER_EXTRACTABLE = 0x164;
    static final int MODIFIABLE = 0x170;
    static final long SECRET_KEY = 4;
    static final long AES = 0x1f;
    private static final int ATTRIBUTE_BYTES = 24;

    private record Attribute(long type, MemorySegment value) {}

    private final Arena arena;
    private final List<Attribute> attributes = new ArrayList<>();

    Template(Arena arena) {
        this.arena = arena;
    }

    Template flag(int type, boolean value) {
        return add(type, arena.allocateFrom(JAVA_BYTE, (byte) (value ? 1 : 0)));
    }

    Template number(int type, long value) {
        return add(type, arena.allocateFrom(JAVA_LONG, value));
    }

    Template bytes(int type, Bytes value) {
        return add(type, arena.allocateFrom(JAVA_BYTE, value.toArray()));
    }

    private Template add(long type, MemorySegment value) {
        attributes.add(new Attribute(type, value));
        return this;
    }

    int size() {
        return attributes.size();
    }

    MemorySegment memory() {
        var memory = arena.allocate((long) ATTRIBUTE_BYTES * attributes.size(), 8);
        for (var i = 0; i < attributes.size(); i++) {
            var attribute = memory.asSlice((long) ATTRIBUTE_BYTES * i, ATTRIBUTE_BYTES);
            attribute.set(JAVA_LONG, 0, attributes.get(i).type());
            attribute.set(ADDRESS, 8, attributes.get(i).value());
            attribute.set(JAVA_LONG, 16, attributes.get(i).value().byteSize());
        }
        return memory;
    }
}
