// Writes src/api.ts from control/openapi.json: a type for each schema, a method for each operation.
// node generate.mjs [--check]: with --check writes nothing, and ends with 1 if the file is another.
import { readFileSync, writeFileSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const api = JSON.parse(readFileSync(new URL('../../control/openapi.json', here), 'utf8'));
const target = new URL('src/api.ts', here);

const name = (ref) => ref.replace(/.*\//, '');

function type(schema) {
  if (!schema) return 'unknown';
  if (schema.$ref) return name(schema.$ref);
  if (schema.enum) return schema.enum.map((each) => `'${each}'`).join(' | ');
  const kind = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type;
  switch (kind) {
    case 'string': return 'string';
    case 'integer':
    case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'array': {
      const item = type(schema.items);
      return item.includes('|') ? `(${item})[]` : `${item}[]`;
    }
    case 'object':
      if (schema.properties) return `{ ${fields(schema).join(' ')} }`;
      return 'Record<string, unknown>';
    default: return 'unknown';
  }
}

function fields(schema) {
  const required = new Set(schema.required ?? []);
  return Object.keys(schema.properties ?? {})
    .sort()
    .map((each) => `${each}${required.has(each) ? '' : '?'}: ${type(schema.properties[each])};`);
}

function schemas() {
  const lines = [];
  for (const each of Object.keys(api.components.schemas).sort()) {
    const schema = api.components.schemas[each];
    if (schema.type === 'object' && schema.properties) {
      lines.push(`export interface ${each} {`, ...fields(schema).map((field) => `  ${field}`), '}', '');
    } else lines.push(`export type ${each} = ${type(schema)};`, '');
  }
  return lines;
}

function answer(operation) {
  const good = Object.keys(operation.responses).find((status) => status.startsWith('2'));
  const content = operation.responses[good]?.content ?? {};
  return content['application/json'] ? type(content['application/json'].schema) : 'void';
}

function method(path, verb, operation) {
  const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path');
  const inQuery = (operation.parameters ?? []).filter((each) => each.in === 'query');
  const body = operation.requestBody?.content?.['application/json']?.schema;
  const parameters = inPath.map((each) => `${each.name}: string`);
  if (body) parameters.push(`body: ${type(body)}`);
  if (inQuery.length > 0) {
    const optional = inQuery.every((each) => !each.required);
    const each = inQuery.map((one) => `${one.name}${one.required ? '' : '?'}: ${type(one.schema)}`);
    parameters.push(`query: { ${each.join('; ')} }${optional ? ' = {}' : ''}`);
  }
  if (verb === 'post') parameters.push('idempotencyKey?: string');
  const headers = (operation.parameters ?? [])
    .filter((each) => each.in === 'header' && each.name !== 'Idempotency-Key')
    .map((each) => ({ header: each.name, name: each.name[0].toLowerCase() + each.name.slice(1).replace(/-/g, '') }));
  for (const each of headers) parameters.push(`${each.name}: string`);
  const target = '`' + path.replace(/\{([a-zA-Z]+)\}/g, (_, each) => '${encodeURIComponent(' + each + ')}') + '`';
  const given = [`'${verb.toUpperCase()}'`, target, inQuery.length > 0 ? 'query' : '{}', body ? 'body' : 'undefined'];
  if (verb === 'post') given.push('idempotencyKey');
  if (headers.length > 0) {
    if (verb !== 'post') given.push('undefined');
    given.push(`{ ${headers.map((each) => `'${each.header}': ${each.name}`).join(', ')} }`);
  }
  return [
    `  /** ${operation.summary} */`,
    `  ${operation.operationId}(${parameters.join(', ')}): Promise<${answer(operation)}> {`,
    `    return this.send(${given.join(', ')});`,
    '  }',
    '',
  ];
}

const lines = [
  '// Made from control/openapi.json by generate.mjs: change that, not this.',
  '',
  "export type Query = Record<string, string | number | boolean | undefined>;",
  '',
  ...schemas(),
  '/** Every operation of the API but streams. */',
  'export abstract class Api {',
  '  protected abstract send<T>(',
  '    method: string, path: string, query: Query, body: unknown, idempotencyKey?: string,',
  '    headers?: Record<string, string>): Promise<T>;',
  '',
];
for (const path of Object.keys(api.paths).sort())
  for (const verb of Object.keys(api.paths[path]).sort()) {
    const operation = api.paths[path][verb];
    const isStream = Object.values(operation.responses).some((each) => each.content?.['text/event-stream']);
    if (!isStream) lines.push(...method(path, verb, operation));
  }
lines[lines.length - 1] = '}';
const text = lines.join('\n') + '\n';

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api.ts is not what control/openapi.json says: run node generate.mjs');
    process.exit(1);
  }
} else writeFileSync(target, text);
