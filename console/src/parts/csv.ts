/** A cell that a spreadsheet takes for a formula is none: others' words begin cells. */
export function cell(text: string): string {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
}

export function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

export function saveCsv(name: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(head, rows)], { type: "text/csv" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
}
