import { Button } from "@mantine/core";
import { useState } from "react";
import { t } from "../words/words";

/** A line for a terminal, and the button that copies it. */
export function Copied({ of }: { of: string }) {
    const [copied, copy] = useState("");
    return (
        <div className="tight">
            <pre className="bytes">{of}</pre>
            <div>
                <Button
                    variant="default"
                    onClick={() => void navigator.clipboard.writeText(of).then(() => copy(of))}
                >
                    {t(copied === of ? "app.copied" : "app.copy")}
                </Button>
            </div>
        </div>
    );
}
