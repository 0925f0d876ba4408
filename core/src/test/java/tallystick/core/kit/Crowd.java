package tallystick.core.kit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.people.RoleName;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.P256Signer;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

/// Some people with all kinds of keys, known by short names, and their secrets.
public final class Crowd {
    /// The domain of their passkeys.
    public static final String DOMAIN = "custody.example.org";

    /// The page on which they approve.
    public static final String ORIGIN = "https://custody.example.org";

    private static final SecretMemory HOME = SecretMemory.open();

    private Crowd() {}

    /// A number that belongs to a name.
    private static long number(String name) {
        return new BigInteger(StandardHash.sha256(Bytes.ofUtf8(name))
                        .bytes()
                        .slice(0, 6)
                        .toArray())
                .longValue();
    }

    /// The secret half of somebody's P-256 key or passkey.
    public static P256Signer nist(String name) {
        return P256Signer.of(number(name));
    }

    /// The secret half of somebody's Ed25519 key.
    public static IdentityKey ed(String name) {
        return IdentityKey.generate(Secrets.entropy(number(name)), HOME);
    }

    /// An Ed25519 signature over these very bytes, which an [IdentityKey] never makes.
    public static Bytes signBare(String name, Bytes message) {
        try (var key = ed(name)) {
            var seed = Secrets.open(key.seed()).toArray();
            var secret = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(message.toArray());
            return Bytes.copyOf(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static PersonKey.EdKey edKey(String name) {
        try (var key = ed(name)) {
            return new PersonKey.EdKey(key.verifyKey());
        }
    }

    public static PersonKey.NistKey nistKey(String name) {
        return new PersonKey.NistKey(nist(name).key());
    }

    public static PersonKey.Passkey passkey(String name, boolean isDeviceBound) {
        return new PersonKey.Passkey(
                credential(name),
                new CredentialKey.Es256(nist(name).key()),
                Bytes.copyOf(new byte[16]),
                DOMAIN,
                List.of(ORIGIN, ORIGIN + ":8443"),
                isDeviceBound);
    }

    /// A passkey whose algorithm is Ed25519.
    public static PersonKey.Passkey edPasskey(String name) {
        return new PersonKey.Passkey(
                credential(name),
                new CredentialKey.EdDsa(edKey(name).key()),
                Bytes.copyOf(new byte[16]),
                DOMAIN,
                List.of(ORIGIN),
                true);
    }

    private static Bytes credential(String name) {
        return StandardHash.sha256(Bytes.ofUtf8("credential " + name)).bytes();
    }

    /// An active account with all rights.
    public static Person person(String id, String human, PersonKey... keys) {
        return person(id, human, EnumSet.allOf(Right.class), keys);
    }

    /// An active account.
    public static Person person(String id, String human, Set<Right> rights, PersonKey... keys) {
        return new Person(
                new PersonId(id),
                new HumanId(human),
                "Somebody called " + human.substring(2),
                Person.Status.ACTIVE,
                rights,
                List.of(new RoleName("treasurer")),
                List.of(keys).stream().map(HeldKey::of).toList());
    }

    /// Four with device-bound passkeys, two with synchronised ones, one human's second account, two programs.
    public static Directory directory() {
        return of(
                1,
                person("u:ann", "h:ann", passkey("ann", true)),
                person("u:ann-ops", "h:ann", passkey("ann-ops", true)),
                person("u:bo", "h:bo", passkey("bo", true), nistKey("bo-api")),
                person("u:cy", "h:cy", passkey("cy", false), edKey("cy-api")),
                person("u:dee", "h:dee", edPasskey("dee")),
                person("u:eli", "h:eli", passkey("eli", true)),
                person("u:fay", "h:fay", passkey("fay", false)),
                person("s:payouts", "h:gus", Set.of(Right.INITIATE, Right.APPROVE), edKey("payouts")),
                person("s:watcher", "h:hal", Set.of(Right.FREEZE), edKey("watcher")));
    }

    /// A directory of these, in whatever order.
    public static Directory of(int version, Person... people) {
        var sorted = new TreeMap<PersonId, Person>();
        for (var person : people) sorted.put(person.id(), person);
        return new Directory(version, List.copyOf(sorted.values()));
    }

    /// The next version, with one person exchanged or added.
    public static Directory with(Directory directory, Person changed) {
        var sorted = new TreeMap<PersonId, Person>();
        for (var person : directory.people()) sorted.put(person.id(), person);
        sorted.put(changed.id(), changed);
        return new Directory(directory.version() + 1, List.copyOf(sorted.values()));
    }

    /// The account of this name.
    public static Person find(Directory directory, String id) {
        return directory.person(new PersonId(id)).orElseThrow();
    }
}
