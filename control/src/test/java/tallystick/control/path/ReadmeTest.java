package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.control.access.Algorithm;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tallystick.core.chain.SigningInput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.sdk.Client;
import tallystick.sdk.Draft;
import tallystick.sdk.NotSo;
import tallystick.sdk.Vault;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("What the README tells programs to write does what it says, in both languages")
class ReadmeTest {
    private static final Path ROOT =
            Path.of(System.getProperty("tallystick.root", "..")).toAbsolutePath();
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Desk desk;
    private static Program program;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
        program = world.program("INITIATOR", Algorithm.ED25519);
        var own = world.administrator()
                .get("/v1/wallets/%s/addresses".formatted(desk.wallet()))
                .json()
                .path("items")
                .path(0);
        world.fund(own.path("address").asString(), ETHER);
    }

    private static String block(String language) throws Exception {
        var found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(found.find()).as("a block of " + language).isTrue();
        return found.group(1);
    }

    @Test
    void javaExample_paysAndGivesAReceiptThatVerifies(@TempDir Path folder) throws Exception {
        var source = Files.writeString(folder.resolve("Example.java"), """
            import java.math.BigInteger;
            import java.net.URI;
            import java.security.PrivateKey;
            import java.time.Instant;
            import java.util.Optional;
            import tallystick.core.chain.*;
            import tallystick.core.intent.Evidence;
            import tallystick.crypto.codec.Bytes;
            import tallystick.crypto.hash.Digest32;
            import tallystick.crypto.seal.IdentityKey;
            import tallystick.crypto.secret.SystemEntropy;
            import tallystick.sdk.*;
            public class Example {
                public static Object[] run(URI control, String keyName, PrivateKey privateKey, Digest32 keyId,
                        Bytes point, Digest32 chainCode, ChainId chain, String wallet, String destination,
                        IdentityKey initiator) throws Exception {
                    %s
                    return new Object[] {client, draft};
                }
            }
            """.formatted(block("java")));
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var done = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-proc:none", "-d", folder.toString(), "-cp", World.classPath()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
        try (var loader =
                new URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, Client.class.getClassLoader())) {
            var made = run(loader.loadClass("Example"));
            var client = (Client) made[0];
            var draft = (Draft) made[1];
            assertThat(client.receipt(draft)).isEmpty();
            desk.answered(draft.id(), Answer.APPROVE);
            var shown = desk.until(draft.id(), "CONFIRMING");
            var receipt = client.receipt(draft).orElseThrow();
            assertThat(receipt.transaction().id())
                    .isEqualTo(shown.path("transactionId").asString());
            assertThat(receipt.transaction().bytes().toHex())
                    .isEqualTo(shown.path("signed").path("bytes").asString());
        }
    }

    private static Object[] run(Class<?> example) throws Exception {
        var method = List.of(example.getMethods()).stream()
                .filter(each -> each.getName().equals("run"))
                .findFirst()
                .orElseThrow();
        var key = world.key();
        try {
            return (Object[]) method.invoke(
                    null,
                    world.base(),
                    program.id(),
                    program.privateKey(),
                    key.id(),
                    key.point(),
                    key.chainCode(),
                    World.CHAIN,
                    desk.wallet(),
                    TO,
                    world.fleet().identity("treasurer").key());
        } catch (InvocationTargetException e) {
            throw new AssertionError("the example failed", e.getCause());
        }
    }

    /// The same program with another vault's public key finds that nothing control says is that vault's.
    @Test
    void clientWithAnotherKey_believesNeitherDraftNorAddress() throws Exception {
        var other = new Vault(
                world.key().id(),
                SigningInput.Algorithm.ECDSA_SECP256K1,
                world.key().point(),
                new Digest32(Bytes.copyOf(new byte[32])));
        var made = desk.address(ETHER);
        assertThat(org.junit.jupiter.api.Assertions.assertThrows(
                                NotSo.class,
                                () -> other.verify(
                                        World.CHAIN,
                                        made.path("path").asString(),
                                        made.path("address").asString()))
                        .getMessage())
                .contains("control says another");
    }

    @Test
    void typeScriptExample_paysByTheCommandThatSignsIntents(@TempDir Path folder) throws Exception {
        var packages = ROOT.resolve("target/clients/node_modules");
        if (!Files.isDirectory(packages.resolve("typescript"))) {
            if ("1".equals(System.getenv("TALLYSTICK_REAL"))) throw new AssertionError("no TypeScript in " + packages);
            Assumptions.abort("skipped: no compiler of TypeScript; ./tallystick test brings it by npm");
        }
        var client = Files.createDirectories(folder.resolve("clients/typescript"));
        copy(ROOT.resolve("clients/typescript"), client);
        var openapi = Files.createDirectories(folder.resolve("control")).resolve("openapi.json");
        Files.copy(ROOT.resolve("control/openapi.json"), openapi);
        Files.createSymbolicLink(client.resolve("node_modules"), packages);
        Files.writeString(client.resolve("src/example.ts"), typeScript());
        door(client);
        ran(client, List.of("node", "generate.mjs"));
        ran(client, List.of("node", packages.resolve("typescript/bin/tsc").toString(), "-p", "."));
        var id = ran(client, List.of("node", "dist/example.js")).strip();
        desk.answered(id, Answer.APPROVE);
        desk.until(id, "CONFIRMING");
    }

    /// What a client is told to sign with, as a list of JSON.
    private static String vault() {
        var treasurer = world.directory().resolve("fleet/treasurer");
        var key = world.key();
        var json = new JsonMapper();
        return json.writeValueAsString(List.of(
                "--key", key.id().toString(),
                "--point", key.point().toHex(),
                "--chain-code", key.chainCode().toString(),
                "--chain", World.CHAIN.toString(),
                "--identity", treasurer.resolve("identity").toString(),
                "--passphrase-file", treasurer.resolve("passphrase").toString()));
    }

    private static String typeScript() throws Exception {
        return """
            import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
            import { execFileSync } from 'node:child_process';
            import { readFileSync, writeFileSync } from 'node:fs';
            import { createServer } from 'node:http';
            import type { AddressInfo } from 'node:net';
            import { ControlRefused, Tallystick, verifyEvent } from './index.js';
            const base = '%s';
            const keyName = '%s';
            const privateKey = createPrivateKey({ key: Buffer.from('%s', 'hex'), format: 'der', type: 'pkcs8' });
            const walletId = '%s';
            const destination = '%s';
            const vault: string[] = %s;
            %s
            const administrator = new Tallystick({ base, keyName: '%s', privateKey: createPrivateKey(
              { key: Buffer.from('%s', 'hex'), format: 'der', type: 'pkcs8' }) });
            const before = await administrator.getVault('%s');
            const tag = `"${before.version}"`;
            const changed = await administrator.changeVault(before.id, { tags: ['seen'] }, tag);
            const late: unknown = await administrator.changeVault(before.id, { tags: [] }, tag).catch((each) => each);
            if (changed.version !== before.version + 1) throw new Error('the vault was not changed');
            if (!(late instanceof ControlRefused) || late.status !== 412 || late.problem !== 'changed')
              throw new Error('a change that came too late was not refused as such');
            const names: unknown[] = [];
            const half = createServer((request, response) => {
              names.push(request.headers['idempotency-key']);
              response.writeHead(200, { 'Content-Length': '14' });
              response.write('{"id":');
              if (names.length > 1) response.end('"whole"}');
              else setTimeout(() => response.destroy(), 50);
            });
            await new Promise<void>((begun) => half.listen(0, '127.0.0.1', begun));
            const port = (half.address() as AddressInfo).port;
            const other = new Tallystick({ base: `http://127.0.0.1:${port}`, keyName, privateKey });
            const said = await other.cancelWithdrawal(draft.id);
            half.close();
            if (said.id !== 'whole' || names.length !== 2 || names[0] !== names[1])
              throw new Error('what was answered by half was not asked for again under its name');
            %s
            console.log(draft.id);
            """.formatted(
                world.base(),
                program.id(),
                Bytes.copyOf(program.privateKey().getEncoded()).toHex(),
                desk.wallet(),
                TO,
                vault(),
                block("ts"),
                world.administrator().id(),
                Bytes.copyOf(world.administrator().privateKey().getEncoded()).toHex(),
                desk.vault().path("id").asString(),
                webhooks());
    }

    /// What arrives at a webhook is taken once it is verified.
    private static String webhooks() {
        return """
            const hook = generateKeyPairSync('ed25519');
            const x = hook.publicKey.export({ format: 'jwk' }).x ?? '';
            const keys = { keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'k', use: 'sig', x }] };
            const sent = Buffer.from('{"id":"e","kind":"withdrawal.moved"}');
            const signed = sign(null, Buffer.from('k.1790000000.e.' + sent.toString()), hook.privateKey);
            const arrived = (event: string, body: Buffer, seconds: number) => verifyEvent(keys, {
              'tallystick-webhook-key': 'k', 'tallystick-webhook-timestamp': '1790000000',
              'tallystick-webhook-event': event, 'tallystick-webhook-signature': signed.toString('hex'),
            }, body, new Date(seconds * 1000));
            if (arrived('e', sent, 1790000300).kind !== 'withdrawal.moved') throw new Error('an event was not taken');
            const forged = [() => arrived('f', sent, 1790000000), () => arrived('e', sent, 1790000301),
              () => arrived('e', Buffer.from('{"id":"e"}'), 1790000000)];
            for (const each of forged) {
              let taken = true;
              try { each(); } catch { taken = false; }
              if (taken) throw new Error('an event was taken that control did not send so');
            }
            """;
    }

    /// The door as it stands in a checkout, without its building.
    private static void door(Path folder) throws Exception {
        var line = String.join(" ", World.command("tallystick.tools.boot.Main"));
        var door = Files.writeString(folder.resolve("tallystick"), "#!/bin/sh\nexec %s \"$@\"\n".formatted(line));
        assertThat(door.toFile().setExecutable(true)).isTrue();
    }

    private static String ran(Path folder, List<String> line) throws Exception {
        var errors = Files.createTempFile(folder, "said", ".txt");
        var process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(line + ": " + output + Files.readString(errors))
                .isZero();
        return output;
    }

    private static void copy(Path from, Path to) throws Exception {
        var all = new ArrayList<Path>();
        try (var files = Files.walk(from)) {
            files.filter(Files::isRegularFile)
                    .filter(each -> !from.relativize(each).startsWith("node_modules")
                            && !from.relativize(each).startsWith("dist"))
                    .forEach(all::add);
        }
        for (var each : all) {
            var target = to.resolve(from.relativize(each).toString());
            Files.createDirectories(Optional.ofNullable(target.getParent()).orElseThrow());
            Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
