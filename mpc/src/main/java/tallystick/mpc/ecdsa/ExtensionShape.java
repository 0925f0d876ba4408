package tallystick.mpc.ecdsa;

/// How large one OT extension is. Tests use toy gadgets; everything else [#of].
///
/// @param gadgetLength m, OTs of one item; a positive multiple of 8
/// @param items VOLEs of one extension
record ExtensionShape(int gadgetLength, int items) {
    /// Length of a row in bytes: one bit for each base OT.
    static final int ROW_BYTES = VoleParameters.BASE_OTS / 8;

    ExtensionShape {
        if (gadgetLength < 8 || gadgetLength % 8 != 0)
            throw new IllegalArgumentException("gadget of %d OTs, not a multiple of 8".formatted(gadgetLength));
        if (items < 1 || items > VoleParameters.ITEMS_MAX)
            throw new IllegalArgumentException("%d items not in 1..%d".formatted(items, VoleParameters.ITEMS_MAX));
    }

    static ExtensionShape of(int items) {
        return new ExtensionShape(VoleParameters.GADGET_LENGTH, items);
    }

    /// OTs that are used: N·m.
    int usedRows() {
        return gadgetLength * items;
    }

    /// OTs with those the check uses up: L = N·m + σ.
    int rows() {
        return usedRows() + VoleParameters.CHECK_BITS;
    }

    /// L bits, as sent.
    int columnBytes() {
        return rows() / 8;
    }

    /// L bits, rounded up to whole 64-bit words.
    int strideBytes() {
        return (columnBytes() + 7) & -8;
    }

    /// All corrections: κ - 1 columns.
    int correctionsBytes() {
        return (VoleParameters.BASE_OTS - 1) * columnBytes();
    }

    /// Bytes of the rows, with those that fill up the last word.
    int rowsBytes() {
        return strideBytes() * 8 * ROW_BYTES;
    }
}
