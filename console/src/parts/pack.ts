/** What an operator types to export an evidence pack: docs/spec/evidence-pack.md. */
export function exportCommand(nodes: readonly string[], from: string, to: string, key: string): string {
    const words = ["./tallystick evidence export"];
    for (const node of nodes) if (/^[a-z][a-z0-9-]{0,31}$/.test(node)) words.push(`--from-node ${node}`);
    words.push("--roster roster --administrator administrator.card");
    if (isDay(from)) words.push(`--from ${from}T00:00:00Z`);
    if (isDay(to)) words.push(`--to ${to}T00:00:00Z`);
    if (/^[0-9a-f]{64}$/.test(key)) words.push(`--scope key:${key}`);
    words.push("--out pack.zip --identity operator.identity --passphrase-file passphrase");
    return words.join(" ");
}

function isDay(text: string): boolean {
    return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text);
}
