import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { signCheckpoints } from '../../lib/use-cases/sign-checkpoints.ts';
import { publicKey } from '../../scripts/audit/export-line.ts';
import { writeExport } from '../../scripts/audit/write-export.ts';
import { writeRequest } from '../../scripts/audit/write-request.ts';
import { NOW } from '../support/builders.ts';
import { fakeAudit } from '../support/fakes/audit.ts';
import { fakeCheckpointSigner } from '../support/fakes/checkpoint-signer.ts';

const root = new URL('../..', import.meta.url).pathname;

let dir = '';
let file = '';
let lines: readonly string[] = [];
const signer = fakeCheckpointSigner();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'record-'));
  file = join(dir, 'record.ndjson');
  const audit = fakeAudit(() => NOW);
  for (let n = 1; n <= 30; n += 1)
    await audit.append([
      {
        id: readId<EventId>(`ev-${String(n).padStart(26, 'a')}`),
        occurredAt: NOW,
        body: JSON.stringify({ n, name: 'Zahlung\u202e "x"' }),
      },
    ]);
  await signCheckpoints({
    trail: audit.trail,
    signer,
    archive: undefined,
    hash: sha256Bytes,
    log: () => undefined,
  })();
  const keysOf = () =>
    Promise.resolve(
      Object.fromEntries(Object.entries(signer.keys()).map(([id, jwk]) => [id, publicKey.parse(jwk)])),
    );
  await writeExport(audit.trail, keysOf, file, () => undefined);
  lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const audit = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, [join(root, 'scripts', 'audit.ts'), ...args]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
};

const verified = async (name: string, bent: readonly string[]) => {
  const path = join(dir, name);
  await writeFile(path, `${bent.join('\n')}\n`);
  return audit('verify', path);
};

describe('an export of the record', () => {
  test('verifies without any service', async () => {
    const { code, stdout, stderr } = await audit('verify', file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      streams: [{ entries: 30, checkpoints: 1, signedSize: 30, tampers: [] }],
      unreadable: [],
      keysFromExport: true,
    });
    expect(stderr).toContain('The keys came with the export');
  });

  test('verifies against keys that were kept elsewhere, and not against others', async () => {
    const kept = join(dir, 'keys.json');
    await writeFile(kept, JSON.stringify(signer.keys()));
    expect((await audit('verify', file, '--keys', kept)).code).toBe(0);
    await writeFile(kept, JSON.stringify(fakeCheckpointSigner().keys()));
    const strange = await audit('verify', file, '--keys', kept);
    expect(strange.code).toBe(1);
    expect(strange.stderr).toContain('WRONG_SIGNATURE');
  });

  test.each<[string, (all: readonly string[]) => readonly string[], string]>([
    ['edited', (all) => all.with(4, all[4]!.replace('Zahlung', 'Anderes')), 'at 5: EDITED'],
    ['shortened', (all) => all.toSpliced(4, 1), 'at 5: MISSING'],
    ['turned round', (all) => all.with(4, all[5]!).with(5, all[4]!), 'at 5: MISSING'],
    ['cut', (all) => all.filter((line) => !line.includes('"seq":30,')), 'TRUNCATED'],
  ])('that was %s is told by its first bad entry', async (name, bend, said) => {
    const { code, stderr } = await verified(`${name}.ndjson`, bend(lines));
    expect(code).toBe(1);
    expect(stderr).toContain(said);
  });

  test('of which the chain was made anew is told by the checkpoint, and a checkpoint of another key by its signature', async () => {
    const bend = async (by: ReturnType<typeof fakeCheckpointSigner>) => {
      const other = fakeAudit(() => NOW);
      for (let n = 1; n <= 30; n += 1)
        await other.append([
          { id: readId<EventId>(`ev-${String(n).padStart(26, 'a')}`), occurredAt: NOW, body: '{"n":0}' },
        ]);
      await signCheckpoints({
        ...{ trail: other.trail, signer: by, archive: undefined, hash: sha256Bytes },
        log: () => undefined,
      })();
      const path = join(dir, `anew-${Math.random()}.ndjson`);
      await writeExport(
        other.trail,
        () => Promise.resolve({}),
        path,
        () => undefined,
      );
      return (await readFile(path, 'utf8')).trimEnd().split('\n');
    };
    const kept = join(dir, 'our-keys.json');
    await writeFile(kept, JSON.stringify(signer.keys()));
    const forged = await bend(fakeCheckpointSigner());
    await writeFile(join(dir, 'signed-anew.ndjson'), forged.join('\n'));
    const signedAnew = await audit('verify', join(dir, 'signed-anew.ndjson'), '--keys', kept);
    expect([signedAnew.code, signedAnew.stderr]).toEqual([1, expect.stringContaining('WRONG_SIGNATURE')]);
    const ours = lines.filter((line) => line.includes('"kind":"checkpoint"'));
    const fork = forged.map((line) => (line.includes('"kind":"checkpoint"') ? ours[0]! : line));
    await writeFile(join(dir, 'forked.ndjson'), fork.join('\n'));
    const forked = await audit('verify', join(dir, 'forked.ndjson'), '--keys', kept);
    expect([forked.code, forked.stderr]).toEqual([1, expect.stringContaining('at 30: FORKED')]);
  });

  test('with a line that is none names the line and goes on', async () => {
    const { code, stderr, stdout } = await verified('torn.ndjson', [...lines, '{"kind":"entry"']);
    expect(code).toBe(1);
    expect(stderr).toContain(`Line ${lines.length + 1} is not JSON.`);
    expect(JSON.parse(stdout)).toMatchObject({ streams: [{ tampers: [] }] });
  });
});

describe('an export of one renewal', () => {
  const RENEWAL = `rn-${'a'.repeat(26)}`;
  const written = async (name: string, signed = true) => {
    const record = fakeAudit(() => NOW);
    for (let n = 1; n <= 12; n += 1) {
      const renewalId = n % 4 === 0 ? RENEWAL : `rn-${'b'.repeat(26)}`;
      await record.append([
        {
          id: readId<EventId>(`ev-${String(n).padStart(26, 'a')}`),
          occurredAt: NOW,
          body: JSON.stringify({ type: 'x', data: { renewalId, n } }),
        },
      ]);
    }
    if (signed)
      await signCheckpoints({
        ...{ trail: record.trail, signer, archive: undefined, hash: sha256Bytes },
        log: () => undefined,
      })();
    const keysOf = () =>
      Promise.resolve(
        Object.fromEntries(Object.entries(signer.keys()).map(([id, jwk]) => [id, publicKey.parse(jwk)])),
      );
    const path = join(dir, name);
    return { path, said: await writeRequest(record.trail, keysOf, RENEWAL, path) };
  };

  test('holds its entries and no others, and verifies without any service', async () => {
    const { path, said } = await written('one.ndjson');
    expect(said).toEqual({ entries: 3, unsigned: 0 });
    expect(await readFile(path, 'utf8')).not.toContain('rn-bbbb');
    const { code, stdout } = await audit('verify', path);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      streams: [],
      proofs: [{ entries: 3, proved: 3, tampers: [] }],
    });
  });

  test.each<[string, (text: string) => string, string]>([
    ['edited', (text) => text.replace('\\"n\\":8', '\\"n\\":9'), 'at 8: EDITED'],
    [
      'given another path',
      (text) => text.replace(/"path":\["[0-9a-f]{64}"/, `"path":["${'0'.repeat(64)}"`),
      'at 4: UNPROVED',
    ],
    [
      'left without its checkpoint',
      (text) => text.replace(/^.*"kind":"checkpoint".*$/m, ''),
      'at 4: UNPROVED',
    ],
  ])('that was %s is told by its first bad entry', async (name, bend, told) => {
    const { path } = await written(`one-${name.replaceAll(' ', '-')}.ndjson`);
    const text = await readFile(path, 'utf8');
    expect(bend(text)).not.toBe(text);
    await writeFile(path, bend(text));
    const { code, stderr } = await audit('verify', path);
    expect([code, stderr]).toEqual([1, expect.stringContaining(told)]);
  });

  test('is not written while nothing of it is signed', async () => {
    const { path, said } = await written('unsigned.ndjson', false);
    expect(said).toEqual({ entries: 0, unsigned: 3 });
    expect(existsSync(path)).toBe(false);
  });

  test('wants the id of a renewal', async () => {
    const { code, stderr } = await audit(
      ...[
        'export',
        join(dir, 'no.ndjson'),
        '--tables',
        'https://t.example',
        '--key',
        'https://v.example/keys/k',
      ],
      ...['--renewal', 'RITM0010001'],
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('is no renewal')]);
  });
});

test('bad words are answered with what to say', async () => {
  for (const args of [
    [],
    ['verify'],
    ['forge', 'x'],
    ['verify', '/no/such/file'],
    ['verify', '--what', 'x'],
  ]) {
    const { code, stdout, stderr } = await audit(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/Usage|There is no file|Unknown option/);
  }
});
