package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.EvidenceOrder.Folder;
import tallystick.core.wire.EvidenceOrder.Reply;
import tallystick.crypto.codec.Bytes;
import tallystick.node.evidence.EvidenceFiles;

@DisplayName("Evidence that operators read from afar, docs/spec/node-wire.md NW-42")
class EvidenceFilesTest {
    @TempDir
    Path directory;

    private Reply ask(EvidenceOrder order) {
        return new EvidenceFiles(directory).follow(order);
    }

    private void put(String name, byte... content) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Test
    void fileLongerThanAnAnswer_isReadInStretches() throws IOException {
        var content = new byte[Reply.PIECE_BYTES_MAX + 5];
        content[Reply.PIECE_BYTES_MAX] = 7;
        put("docket/rulings/00000001", content);
        var first = (Reply.Stretch) ask(new EvidenceOrder.Piece("docket/rulings/00000001", 0));
        assertThat(first.lengthBytes()).isEqualTo(content.length);
        assertThat(first.content().length()).isEqualTo(Reply.PIECE_BYTES_MAX);
        assertThat(ask(new EvidenceOrder.Piece("docket/rulings/00000001", Reply.PIECE_BYTES_MAX)))
                .isEqualTo(new Reply.Stretch(
                        content.length, Bytes.copyOf((byte) 7, (byte) 0, (byte) 0, (byte) 0, (byte) 0)));
        assertThat(ask(new EvidenceOrder.Piece("docket/rulings/00000001", Long.MAX_VALUE)))
                .isEqualTo(new Reply.Stretch(content.length, Bytes.empty()));
    }

    @Test
    void whatIsNotThere_isAbsent() throws IOException {
        assertThat(ask(new EvidenceOrder.Piece("log/checkpoint", 0))).isEqualTo(new Reply.Absent());
        assertThat(ask(new EvidenceOrder.Names(Folder.RULINGS, ""))).isEqualTo(new Reply.Absent());
        Files.createDirectories(directory.resolve("log/checkpoint"));
        assertThat(ask(new EvidenceOrder.Piece("log/checkpoint", 0))).isEqualTo(new Reply.Absent());
    }

    @Test
    void names_areThoseOfEvidenceAlone_inOrder_andGoOnBehindTheLast() throws IOException {
        var id = "ab".repeat(32);
        put("docket/kept/02-" + id);
        put("docket/kept/01-" + id);
        put("docket/kept/03-" + id);
        put("docket/kept/01-" + id + ".new");
        assertThat(ask(new EvidenceOrder.Names(Folder.KEPT, "")))
                .isEqualTo(new Reply.Listed(true, java.util.List.of("01-" + id, "02-" + id)));
        assertThat(ask(new EvidenceOrder.Names(Folder.KEPT, "01-" + id)))
                .isEqualTo(new Reply.Listed(true, java.util.List.of("02-" + id)));
    }

    @Test
    void moreNamesThanAnAnswerHolds_areToldInSeveral() throws IOException {
        var all = new ArrayList<String>();
        for (var i = 1; i <= Reply.NAMES_MAX + 1; i++) {
            all.add("%08d".formatted(i));
            put("docket/rulings/" + all.getLast());
        }
        var first = (Reply.Listed) ask(new EvidenceOrder.Names(Folder.RULINGS, ""));
        assertThat(first).isEqualTo(new Reply.Listed(false, all.subList(0, Reply.NAMES_MAX)));
        assertThat(ask(new EvidenceOrder.Names(Folder.RULINGS, first.names().getLast())))
                .isEqualTo(new Reply.Listed(true, all.subList(Reply.NAMES_MAX, all.size())));
    }
}
