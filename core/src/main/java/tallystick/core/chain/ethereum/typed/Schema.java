package tallystick.core.chain.ethereum.typed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// The structs a typed message declares.
///
/// @spec https://eips.ethereum.org/EIPS/eip-712#definition-of-encodetype EIP-712, encodeType
final class Schema {
    static final String DOMAIN = "EIP712Domain";
    private static final int STRUCTS_MAX = 64;
    private static final int MEMBERS_MAX = 128;

    private final Map<String, List<Member>> structs;
    private final Map<String, Digest32> hashes = new LinkedHashMap<>();

    record Member(String name, MemberType type) {}

    private Schema(Map<String, List<Member>> structs) {
        this.structs = structs;
    }

    static Schema read(Json json) throws MalformedInput {
        if (!(json instanceof Json.Members(var at, var values))) throw new MalformedInput(json.at(), "types by name");
        if (values.size() > STRUCTS_MAX) throw new MalformedInput(at, "at most %d structs".formatted(STRUCTS_MAX));
        var structs = new LinkedHashMap<String, List<Member>>();
        var places = new HashMap<String, Integer>();
        for (var entry : values.entrySet()) {
            if (!(MemberType.parse(entry.getKey()).orElse(MemberType.Plain.BOOL) instanceof MemberType.Struct))
                throw new MalformedInput(entry.getValue().at(), "a struct with a name of its own");
            structs.put(entry.getKey(), members(entry.getValue()));
            places.put(entry.getKey(), entry.getValue().at());
        }
        for (var entry : structs.entrySet())
            for (var member : entry.getValue())
                if (base(member.type()) instanceof MemberType.Struct(var name)
                        && (!structs.containsKey(name) || name.equals(DOMAIN)))
                    throw new MalformedInput(places.getOrDefault(entry.getKey(), at), "members of declared types");
        return new Schema(structs);
    }

    private static List<Member> members(Json json) throws MalformedInput {
        if (!(json instanceof Json.Sequence(var at, var items)))
            throw new MalformedInput(json.at(), "a list of members");
        if (items.size() > MEMBERS_MAX) throw new MalformedInput(at, "at most %d members".formatted(MEMBERS_MAX));
        var members = new ArrayList<Member>();
        var names = new HashSet<String>();
        for (var item : items) {
            if (!(item instanceof Json.Members fields)
                    || fields.members().size() != 2
                    || !(fields.member("name").orElse(item) instanceof Json.Text name)
                    || !(fields.member("type").orElse(item) instanceof Json.Text type))
                throw new MalformedInput(item.at(), "a member of a name and a type");
            if (!MemberType.isName(name.value())) throw new MalformedInput(name.at(), "a name of letters and digits");
            if (!names.add(name.value())) throw new MalformedInput(name.at(), "a member named once");
            var known = MemberType.parse(type.value());
            if (known.isEmpty()) throw new MalformedInput(type.at(), "a type of EIP-712");
            members.add(new Member(name.value(), known.get()));
        }
        return List.copyOf(members);
    }

    boolean declares(String struct) {
        return structs.containsKey(struct);
    }

    int size() {
        return structs.size();
    }

    List<Member> members(String struct) {
        return structs.getOrDefault(struct, List.of());
    }

    /// The struct and all it is made of.
    SortedSet<String> reached(String struct) {
        var reached = new TreeSet<String>();
        var open = new ArrayDeque<String>(List.of(struct));
        while (!open.isEmpty()) {
            var name = open.pop();
            if (!reached.add(name)) continue;
            for (var member : members(name))
                if (base(member.type()) instanceof MemberType.Struct(var inner)) open.push(inner);
        }
        return reached;
    }

    /// The struct's type, then the types it is made of, sorted.
    String encodeType(String struct) {
        var others = reached(struct);
        others.remove(struct);
        var text = new StringBuilder(own(struct));
        for (var other : others) text.append(own(other));
        return text.toString();
    }

    Digest32 typeHash(String struct) {
        return hashes.computeIfAbsent(struct, name -> StandardHash.keccak256(Bytes.ofUtf8(encodeType(name))));
    }

    private String own(String struct) {
        return members(struct).stream()
                .map(member -> member.type().text() + " " + member.name())
                .collect(java.util.stream.Collectors.joining(",", struct + "(", ")"));
    }

    private static MemberType base(MemberType type) {
        var inner = type;
        while (inner instanceof MemberType.Row row) inner = row.item();
        return inner;
    }
}
