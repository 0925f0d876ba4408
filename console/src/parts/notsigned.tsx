import { Problem } from "../api/problem";
import { t } from "../words/words";
import { Failed } from "./basics";

/** Why nobody is signed in, with its number and what helps, in the server's words. */
export function NotSignedIn({ error }: { error: unknown }) {
    if (!(error instanceof Problem) || !error.known) return <Failed error={error} />;
    return (
        <div className="tight" role="alert">
            <p className="strong">{t("signIn.provider.failed", { number: String(error.known.number) })}</p>
            <p>{error.detail}</p>
            <p className="soft">{error.known.remedy}</p>
        </div>
    );
}
