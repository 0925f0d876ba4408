package tallystick.mpc.ecdsa;

/// The numbers OT extension and VOLE stand on; each is recomputed by a test from the formula beside it.
///
/// **Why** the gadget printed in the 2023 paper (order + 2s) is too short; of the sources that differ we take the
/// longest gadget, the full check and one mask column. `docs/adr/0011-ot-and-vole-constants.md` says which revision of
/// which paper each number comes from.
///
/// @spec https://eprint.iacr.org/2026/976 Asharov, Variant II (gadget length, mask columns)
/// @spec https://eprint.iacr.org/2022/192 Roy, SoftSpokenOT (columns, check dimension)
public final class VoleParameters {
    /// λ_c: work an attacker is granted offline, in bits.
    public static final int COMPUTATIONAL_BITS = 128;
    /// s: chance of what cannot be repeated offline, in bits.
    public static final int STATISTICAL_BITS = 80;
    /// log q: length of the order of secp256k1.
    public static final int ORDER_BITS = 256;
    /// m: OTs per VOLE, `order + 3s + 2λ_c`.
    public static final int GADGET_LENGTH = 752;
    /// σ: bits of the consistency check; not below λ_c because its challenge is a hash an attacker may retry offline.
    public static final int CHECK_BITS = 128;
    /// κ: base OTs per ordered pair, the length of Δ in bits (k = 1).
    public static final int BASE_OTS = 128;
    /// ℓ: inputs of one VOLE, the nonce share and the key share.
    public static final int INPUTS = 2;
    /// ρ: random columns that mask the check of the VOLE; one is enough while `order >= λ_c + 2·log2 m`.
    public static final int MASK_COLUMNS = 1;
    /// ℓ + ρ: scalars per OT.
    public static final int WIDTH = INPUTS + MASK_COLUMNS;
    /// Most items of one fill and direction: what a message of four mebibytes holds.
    public static final int ITEMS_MAX = 56;

    private VoleParameters() {}

    /// Shortest gadget of Variant II.
    public static int gadgetLengthMin(int orderBits, int statisticalBits, int computationalBits) {
        return orderBits + 3 * statisticalBits + 2 * computationalBits;
    }

    /// Whether one mask column hides the inputs: `order >= λ_c + 2·log2 m`.
    public static boolean oneMaskColumnSuffices(int orderBits, int computationalBits, int gadgetLength) {
        return orderBits >= computationalBits + 2 * Math.log(gadgetLength) / Math.log(2);
    }
}
