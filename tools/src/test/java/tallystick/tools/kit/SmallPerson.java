package tallystick.tools.kit;

import java.util.EnumSet;
import java.util.List;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;

/// Somebody who may do everything, with a plain key and a passkey.
final class SmallPerson {
    private SmallPerson() {}

    static Person of(String name, String displayName, IdentityKey key, IdentityKey passkeys) {
        var passkey = new PersonKey.Passkey(
                StandardHash.sha256(Bytes.ofUtf8(name)).bytes(),
                new CredentialKey.EdDsa(passkeys.verifyKey()),
                Bytes.copyOf(new byte[16]),
                "custody.example.org",
                List.of("https://custody.example.org"),
                true);
        return new Person(
                new PersonId("u:" + name),
                new HumanId("h:" + name),
                displayName,
                Person.Status.ACTIVE,
                EnumSet.allOf(Right.class),
                List.of(),
                List.of(HeldKey.of(new PersonKey.EdKey(key.verifyKey())), HeldKey.of(passkey)));
    }
}
