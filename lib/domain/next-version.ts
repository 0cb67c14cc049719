import { fail, ok, type Result } from './result.ts';
import { hours, type Instant, plus } from './time.ts';

/** The version that a vault gives to whoever names none. */
export interface CurrentVersion {
  /** What our scans call it. */
  readonly keyId: string;
  /** Undefined: it never ends. */
  readonly expiresAt: Instant | undefined;
  readonly enabled: boolean;
}

/** The last request for a version of a certificate, as the vault keeps it. */
export interface VersionRequest {
  /** What the vault calls it. */
  readonly id: string;
  readonly status: 'in-progress' | 'completed' | 'failed' | 'cancelled';
  /** What the issuer says about it. Hostile text. */
  readonly said: string | undefined;
  /** The request that somebody else is to sign: PKCS #10 in DER, as base64. */
  readonly csr: string | undefined;
}

/** What a vault says of an item: what is there, and what the next version depends on. */
export type VaultView =
  | {
      readonly kind: 'certificate';
      readonly current: CurrentVersion;
      /** Someone signs on the vault's word: the vault itself, or an authority that it is joined to. */
      readonly hasIssuer: boolean;
      readonly request: VersionRequest | undefined;
    }
  | {
      readonly kind: 'key';
      readonly current: CurrentVersion;
      /** When the vault rotates it by itself; undefined: not by itself, or nobody knows when. */
      readonly rotatesAt: Instant | undefined;
    }
  | {
      readonly kind: 'secret';
      readonly current: CurrentVersion;
      /** What its tag says of how a value is made; undefined: there is no such tag. */
      readonly generate: string | undefined;
      /** The renewal of a client secret that put it there. */
      readonly depositOf: string | undefined;
    };

/** Why a next version is left to people. */
export type LeftToPeople =
  'OTHER_VERSION' | 'REQUEST_CANCELLED' | 'VALUE_UNKNOWN' | 'TAG_UNREADABLE' | 'VAULT_REFUSED';

/** What is to be done about an item now. */
export type NextAct =
  | { readonly kind: 'there'; readonly by: CurrentVersion }
  | { readonly kind: 'ask' }
  | { readonly kind: 'rotate' }
  | { readonly kind: 'set'; readonly length: number }
  | { readonly kind: 'await-issuer'; readonly requestId: string }
  | { readonly kind: 'await-signature'; readonly requestId: string; readonly csr: string }
  | { readonly kind: 'await-rotation'; readonly at: Instant }
  | { readonly kind: 'await-deposit' }
  | { readonly kind: 'failed'; readonly requestId: string; readonly said: string | undefined }
  | { readonly kind: 'leave'; readonly why: LeftToPeople };

/** A vault that rotates by itself may take so long over it. */
const ROTATION_SLACK = hours(24);

/** What is said of the version that makes way: what our scans call it, and when it ends. */
interface Old {
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/**
 * What comes next, by what the vault says now and by the request of ours that is known.
 *
 * Invariant: a version is made only while the old one is the current one, so that whatever a dead worker made, or people
 * made meanwhile, is found and not doubled.
 */
export const nextAct = (view: VaultView, old: Old, ourRequest: string | undefined, now: Instant): NextAct => {
  const { current } = view;
  if (current.keyId !== old.keyId)
    return outlives(current, old) ? { kind: 'there', by: current } : leave('OTHER_VERSION');
  switch (view.kind) {
    case 'certificate':
      return certificateAct(view, ourRequest);
    case 'key':
      return view.rotatesAt !== undefined &&
        view.rotatesAt < old.expiresAt &&
        now < plus(view.rotatesAt, ROTATION_SLACK)
        ? { kind: 'await-rotation', at: view.rotatesAt }
        : { kind: 'rotate' };
    case 'secret':
      return secretAct(view);
  }
};

const outlives = ({ enabled, expiresAt }: CurrentVersion, old: Old): boolean =>
  enabled && (expiresAt === undefined || expiresAt > old.expiresAt);

const leave = (why: LeftToPeople): NextAct => ({ kind: 'leave', why });

const certificateAct = (
  { request, hasIssuer }: Extract<VaultView, { kind: 'certificate' }>,
  ourRequest: string | undefined,
): NextAct => {
  if (request === undefined) return { kind: 'ask' };
  const { id: requestId, csr } = request;
  if (request.status === 'in-progress')
    return hasIssuer || csr === undefined
      ? { kind: 'await-issuer', requestId }
      : { kind: 'await-signature', requestId, csr };
  // A vault keeps what became of the last request; what was not ours says nothing about the one that we make.
  if (requestId !== ourRequest) return { kind: 'ask' };
  switch (request.status) {
    case 'completed':
      return { kind: 'await-issuer', requestId };
    case 'failed':
      return { kind: 'failed', requestId, said: request.said };
    case 'cancelled':
      return leave('REQUEST_CANCELLED');
  }
};

const secretAct = ({ depositOf, generate }: Extract<VaultView, { kind: 'secret' }>): NextAct => {
  if (depositOf !== undefined) return { kind: 'await-deposit' };
  if (generate === undefined) return leave('VALUE_UNKNOWN');
  const length = valueLength(generate);
  return length.ok ? { kind: 'set', length: length.value } : leave('TAG_UNREADABLE');
};

/** The tag of a secret that says how its next value is made: so many random letters and digits. */
export const GENERATE_TAG = 'expiry-monitor-generate';
/** Fewer letters and digits could be guessed; more than a vault takes can not be kept. */
export const VALUE_LENGTHS = { least: 24, most: 1024 } as const;

/** How long a value the tag asks for. */
export const valueLength = (tag: string): Result<number, 'NO_LENGTH'> => {
  const length = /^\s*(\d{1,4})\s*$/.exec(tag)?.[1];
  const wanted = Number(length);
  return length !== undefined && wanted >= VALUE_LENGTHS.least && wanted <= VALUE_LENGTHS.most
    ? ok(wanted)
    : fail('NO_LENGTH');
};

/** How far a renewal is with its new version, as far as the vault does not say it itself. */
export interface VersionProgress {
  /** What the vault calls the request that we made or found; undefined: none is known. */
  readonly requestId: string | undefined;
  /** What the people on the ticket were told, each once. */
  readonly told: readonly string[];
  /** How often the vault was looked at since something was done about it. */
  readonly looks: number;
  /** How often an issuer refused in a row. */
  readonly refusals: number;
}

export const NO_PROGRESS: VersionProgress = { requestId: undefined, told: [], looks: 0, refusals: 0 };

/** The oldest of what was told is forgotten, so that a renewal that lasts does not grow. */
const MOST_TOLD = 40;

export const withTold = (told: readonly string[], more: string): readonly string[] =>
  told.includes(more) ? told : [...told, more].slice(-MOST_TOLD);
