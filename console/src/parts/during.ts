import { useState } from "react";

/** Whether what was asked for is under way, and why it failed. `during` never rejects: the screen shows `error`. */
export function useDuring() {
    const [error, fail] = useState<unknown>();
    const [isBusy, busy] = useState(false);
    const during = async (act: () => Promise<unknown>): Promise<void> => {
        busy(true);
        fail(undefined);
        try {
            await act();
        } catch (cause) {
            fail(cause);
        } finally {
            busy(false);
        }
    };
    return { isBusy, error, fail, during };
}
