import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The compiler, or why it is not to be had here. */
export type Compiler = { readonly path: string } | { readonly reason: string };

/** Versions that are asked for by name; a package source has no list of what it holds. */
const VERSIONS = ['0.43.8', '0.37.4', '0.26.170'];
const PACKAGE = 'Azure.Bicep.CommandLine.linux-x64';

/** `bicep` on the PATH, else from NuGet where dotnet is there. */
export const findCompiler = (): Compiler => {
  if (spawnSync('bicep', ['--version']).status === 0) return { path: 'bicep' };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'no bicep on the PATH' };
  if (spawnSync('dotnet', ['--version']).status !== 0)
    return { reason: 'no bicep on the PATH, and no dotnet to fetch it with' };
  return fromNuGet();
};

const fromNuGet = (): Compiler => {
  for (const version of VERSIONS) {
    const path = join(homedir(), '.nuget', 'packages', PACKAGE.toLowerCase(), version, 'tools', 'bicep');
    if (existsSync(path)) return { path };
    const said = restore(version);
    if (existsSync(path)) return { path };
    // The source does not know the package at all: other versions of it are not there either.
    if (said.includes('NU1101')) return { reason: `no bicep on the PATH, and NuGet here has no ${PACKAGE}` };
  }
  return { reason: `no bicep on the PATH, and NuGet gave no ${PACKAGE} of ${VERSIONS.join(', ')}` };
};

const restore = (version: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bicep-'));
  try {
    writeFileSync(
      join(folder, 'fetch.csproj'),
      `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>` +
        `<ItemGroup><PackageDownload Include="${PACKAGE}" Version="[${version}]" /></ItemGroup></Project>`,
    );
    const { stdout } = spawnSync('dotnet', ['restore', folder], { encoding: 'utf8', timeout: 60_000 });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What the compiler says against the templates, built and linted. Nothing: it takes them. */
export const compilerFaults = (path: string, entries: readonly string[]): readonly string[] =>
  entries.flatMap((file) =>
    [
      ['build', '--no-restore', '--stdout'],
      ['lint', '--no-restore'],
    ].flatMap((how) => {
      const { status, stderr } = spawnSync(path, [...how, file], { encoding: 'utf8' });
      const lines = stderr.split('\n').filter((line) => /\b(?:warning|error)\b/i.test(line));
      return status === 0 ? lines : [`bicep ${how[0] ?? ''} ${file} ended with ${String(status)}`, ...lines];
    }),
  );

/** Files that `bicep format` would lay out otherwise: a matter of looks. */
export const unformatted = (path: string, files: readonly string[]): readonly string[] =>
  files.filter((file) => {
    const { stdout } = spawnSync(path, ['format', '--stdout', file], { encoding: 'utf8' });
    return stdout !== readFileSync(file, 'utf8');
  });
