package tallystick.core.approval;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// What somebody says.
public enum Answer {
    /// It may happen.
    APPROVE(1),
    /// It must not. Nothing later takes that back.
    REJECT(2);

    private final int code;

    Answer(int code) {
        this.code = code;
    }

    /// The byte that stands for it in every format.
    public int code() {
        return code;
    }

    static Answer read(Reader reader) throws MalformedInput {
        var start = reader.position();
        var code = reader.u8("answer");
        for (var answer : values()) if (answer.code == code) return answer;
        throw new MalformedInput(start, "answer 1 or 2");
    }
}
