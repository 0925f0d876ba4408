package tallystick.tools.decode;

/// A reading for people.
final class ReportText {
    private ReportText() {}

    static String of(Reading reading) {
        var text = new StringBuilder();
        switch (reading) {
            case Reading.Stuck(var chain, var content, var offset, var expected) -> {
                line(text, "chain", chain.toString());
                line(text, "content", content.toString());
                line(text, "stopped", "at byte " + offset + ": expected " + expected);
            }
            case Reading.Refused(var chain, var content, var why) -> {
                chain.ifPresent(known -> line(text, "chain", known.toString()));
                line(text, "content", content.toString());
                line(text, "stopped", why);
            }
            case Reading.Done done -> {
                line(text, "chain", done.chain().toString());
                line(text, "content", done.content().toString());
                line(text, "bytes", done.lengthBytes() + ", all accounted for");
                text.append('\n').append(done.clear()).append('\n');
                for (var digest : done.digests()) line(text, "digest", digest.toString());
                done.code().ifPresent(code -> line(text, "compare", code.toString()));
                done.predictedId().ifPresent(id -> line(text, "id", id));
                done.recovered().ifPresent(owners -> owners.forEach(owner -> line(text, "signed by", owner)));
                for (var note : done.notes()) line(text, "note", note);
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name)
                .append(" ".repeat(Math.max(1, 11 - name.length())))
                .append(value)
                .append('\n');
    }
}
