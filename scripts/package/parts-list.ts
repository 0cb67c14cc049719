import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A CycloneDX component, as far as we look into it. */
interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly { readonly license?: { readonly id?: string; readonly name?: string } }[];
}

interface Sbom {
  readonly components: readonly Component[];
  readonly [field: string]: unknown;
}

/**
 * The CycloneDX list of what is shipped, by npm itself. npm gives each list a number and a time of its own; here the
 * number follows from the content and the time is left out, so that the same lock makes the same list.
 */
export const sbomOf = (root: string): Sbom => {
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--omit',
    'dev',
    '--omit',
    'optional',
    '--package-lock-only',
  ];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm sbom failed:\n${stderr}`);
  const {
    serialNumber: _,
    metadata,
    components,
    ...rest
  } = JSON.parse(stdout) as Sbom & { metadata: Record<string, unknown> };
  const { timestamp: __, ...lasting } = metadata;
  const sorted = components.toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
  const digest = createHash('sha256')
    .update(JSON.stringify([rest, lasting, sorted]))
    .digest('hex');
  const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
  return { ...rest, serialNumber: `urn:uuid:${uuid}`, metadata: lasting, components: sorted };
};

/** Every package that is shipped with its licence, and the licence's own words where it brings them. */
export const noticesFor = ({ components }: Sbom, modules: string): string => {
  const sections = components.map(({ name, version, licenses = [] }) => {
    const words = licenseText(join(modules, name));
    const named = licenses
      .map(({ license }) => license?.id ?? license?.name)
      .filter((id) => id !== undefined);
    return `${name} ${version}\n${named.join(', ') || 'licence: see its package.json'}\n\n${words ?? '(The package brings no text of its licence.)'}`;
  });
  return `${['Expiry Monitor ships these packages of others.', ...sections].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
};

const licenseText = (folder: string): string | undefined => {
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined
    ? undefined
    : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
};
