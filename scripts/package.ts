import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureStart } from './package/measure-start.ts';
import { noticesFor, sbomOf } from './package/parts-list.ts';
import { stage } from './package/stage.ts';
import { sha256Of, zip } from './package/zip.ts';

/**
 * Makes the deployment zip with its list of parts, its notices and its hashes: `npm run package [-- --out DIR]`. The same
 * checkout makes the same bytes.
 */
const ROOT = join(import.meta.dirname, '..');
const { out } = parseArgs({ options: { out: { type: 'string', default: 'package' } } }).values;
const folder = resolve(ROOT, out);
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

mkdirSync(folder, { recursive: true });
const app = mkdtempSync(join(tmpdir(), 'expiry-monitor-package-'));
process.on('exit', () => {
  rmSync(app, { recursive: true, force: true });
});
await stage(ROOT, app);

const sbom = sbomOf(ROOT);
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbom, undefined, 2)}\n`);
writeFileSync(join(app, 'THIRD-PARTY-NOTICES.txt'), noticesFor(sbom, join(app, 'node_modules')));

const name = `app-${version}.zip`;
await zip(app, join(folder, name));
const sums = [name, 'sbom.cdx.json'].map((file) => `${sha256Of(join(folder, file))}  ${file}\n`);
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));

const { ms, rssMb } = measureStart(app);
const megabytes = (statSync(join(folder, name)).size / 1024 ** 2).toFixed(1);
process.stdout.write(
  `${join(folder, name)}: ${megabytes} MB, loads in ${ms} ms with ${rssMb} MB\n${sums.join('')}`,
);
