package tallystick.core.kit;

/// Typed data as wallets pass it.
public final class TypedTexts {
    /// The example of EIP-712.
    public static final String MAIL = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
            {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
            "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
            "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
            "primaryType":"Mail",
            "domain":{"name":"Ether Mail","version":"1","chainId":1,
            "verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
            "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
            "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}""";

    public static final String TOKEN = "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC";
    public static final String PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
    public static final String OWNER = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826";
    public static final String SPENDER = "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB";

    /// Something of every type.
    public static final String ALL = of(
            "All",
            TOKEN,
            "All(uint8 a,int256 b,bool c,bytes4 d,bytes e,string f,address[] g,Inner[] h,Inner i)"
                    + "Inner(uint256 x,string[2] y)",
            """
            {"a":255,"b":"-5","c":true,"d":"0x01020304","e":"0x","f":"é\\n",
            "g":["0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826","0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"],
            "h":[{"x":"0x10","y":["p","q"]},{"x":2,"y":["",""]}],"i":{"x":3,"y":["r","s"]}}""");

    private TypedTexts() {}

    /// Typed data of chain 1 with one struct and, after it, further ones.
    ///
    /// @param structs `Name(type member,…)` without spaces but between type and member, as in an encoded type
    /// @param message the JSON of the message
    public static String of(String name, String contract, String structs, String message) {
        var types = new StringBuilder();
        for (var struct : structs.split("(?<=\\))", 0)) {
            var open = struct.indexOf('(');
            types.append(",\"").append(struct, 0, open).append("\":[");
            var between = "";
            for (var member : struct.substring(open + 1, struct.length() - 1).split(",", -1)) {
                var parts = member.split(" ", -1);
                types.append("%s{\"name\":\"%s\",\"type\":\"%s\"}".formatted(between, parts[1], parts[0]));
                between = ",";
            }
            types.append("]");
        }
        var primary = structs.substring(0, structs.indexOf('('));
        return String.format("""
                {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"chainId","type":"uint256"},\
                {"name":"verifyingContract","type":"address"}]%s},"primaryType":"%s",\
                "domain":{"name":"%s","chainId":"1","verifyingContract":"%s"},"message":%s}\
                """, types, primary, name, contract, message);
    }
}
