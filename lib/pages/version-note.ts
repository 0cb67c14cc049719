import type { VersionNote } from '../ports/version-note.ts';
import { GENERATE_TAG, type LeftToPeople, VALUE_LENGTHS } from '../domain/next-version.ts';
import { certificateFaultWords } from './certificate-words.ts';
import { plainName } from './plain-name.ts';
import { utcWords } from './utc-words.ts';
import { VAULT_COMMANDS } from './vault-commands.ts';

/** What the people on a ticket read about the next version of what a vault holds. */
export const versionNote = (note: VersionNote): string => {
  switch (note.kind) {
    case 'csr':
      return lines([
        `The vault ${vaultOf(note)} made a new key for the certificate ${plainName(note.name)}, and this request for its certificate. The private key stays in the vault. Please have the certificate authority of the organisation sign it, before ${utcWords(note.expiresAt)}, when the current one ends.`,
        '',
        pem('CERTIFICATE REQUEST', note.csr),
        '',
        'The request holds nothing secret. Please attach what the authority signed to this request, as a .cer, .crt, .pem or .p7b file; the chain may be in it. It is checked and joined with the key in the vault, and this request is closed by itself.',
        '',
        'Whoever may write to the vault can join it there as well:',
        '',
        `az keyvault certificate pending merge --vault-name ${vaultOf(note)} --name ${plainName(note.name)} --file SIGNED.pem`,
      ]);
    case 'not-signed':
      return lines([
        `The file "${plainName(note.file)}" was not joined with the key of ${plainName(note.name)} in the vault ${vaultOf(note)}, and nothing of it was kept:`,
        ...note.faults.map((fault) => `- ${signedFaultWords(fault)}`),
        'Please attach another one.',
      ]);
    case 'used-by':
      return `The vault ${vaultOf(note)} has a new version of ${plainName(note.name)}. Known to use it: ${note.names.map(plainName).join(', ')}. Whoever names a version, or holds a copy of a certificate, such as an application in the directory, has to be given the new one before ${utcWords(note.expiresAt)}.`;
    case 'rotates':
      return `The vault ${vaultOf(note)} rotates the key ${plainName(note.name)} by itself, by its rotation policy, on ${utcWords(note.at)}. So it is not rotated by us; it is watched until then, and rotated a day later if nothing has happened.`;
    case 'deposit':
      return `The secret ${plainName(note.name)} in the vault ${vaultOf(note)} holds the client secret of an application, which the monitor put there. Its next version comes with the renewal of that client secret, which has a request of its own. Nothing else is made for this one; it is closed when the new version is there.`;
    case 'refused':
      return `The issuer did not make the new version of the certificate ${plainName(note.name)} in the vault ${vaultOf(note)}: "${plainName(note.said ?? 'it does not say why')}". The vault is asked again, ever more rarely, until it succeeds or this request is ended. Please put right what the issuer says.`;
    case 'left':
      return lines([WHY[note.why], '', ...byHand(note)]);
  }
};

const signedFaultWords = (fault: Extract<VersionNote, { kind: 'not-signed' }>['faults'][number]): string => {
  if (fault.code === 'OTHER_KEY')
    return 'No certificate in it is of the key in the request of this vault. Have that very request signed.';
  if (fault.code === 'VAULT_REFUSED')
    return 'The vault did not take it. See that the whole chain is in the file, up to an authority that it knows.';
  return certificateFaultWords(fault);
};

const WHY: Readonly<Record<LeftToPeople, string>> = {
  OTHER_VERSION:
    'Approved. The vault has another version by now, which ends no later than the old one or is switched off, so nothing was made over it. Please make a version that lasts.',
  REQUEST_CANCELLED:
    'The request for a new version was cancelled in the vault, so it is not made again. Please make the new version by hand, or cancel this request if none is needed.',
  VALUE_UNKNOWN: `Approved. Nobody but you knows the value of this secret, so the new version is for you to make. If any random value will do, because all who use it read it from the vault, give the secret the tag ${GENERATE_TAG} with a number of characters, such as 40: from the next time on its versions are made for you.`,
  TAG_UNREADABLE: `Approved. The tag ${GENERATE_TAG} of this secret holds no number of characters from ${VALUE_LENGTHS.least} to ${VALUE_LENGTHS.most}, so no value was made. Please set a new version, and put the tag right for the next time.`,
  VAULT_REFUSED:
    'Approved. The vault refused to make the new version, and asking again would not change that. Please make it by hand.',
};

/** How people make the next version themselves, with a value that no history of commands keeps. */
const byHand = (note: VersionNote): readonly string[] => {
  const [vault, name] = [vaultOf(note), plainName(note.name)];
  const seen = `The new version is seen by itself, and closes this request; the old one ends on ${utcWords(note.expiresAt)}.`;
  switch (note.collection) {
    case 'secrets':
      return [
        'To set a new version so that its value stays out of the history of your shell, with the day on which it shall end:',
        ...VAULT_COMMANDS.slice(0, 2).flatMap(({ where, command }) => [
          '',
          `${where}:`,
          withExpiry(command)
            .replace(/\bVAULT\b/, vault)
            .replace(/\bNAME\b/, name),
        ]),
        '',
        seen,
      ];
    case 'keys':
      return [`az keyvault key rotate --vault-name ${vault} --name ${name}`, '', seen];
    case 'certificates':
      return [
        `In the portal: the vault ${vault}, Certificates, ${name}, New version. It is made by the policy that the certificate has.`,
        '',
        seen,
      ];
  }
};

const withExpiry = (command: string): string =>
  command
    .replace(' --output none', ' --expires YYYY-MM-DDT00:00:00Z --output none')
    .replace(/\(Read-Host -AsSecureString\)$/, '(Read-Host -AsSecureString) -Expires YYYY-MM-DDT00:00:00Z');

/** The name of a vault is the first part of its address, and letters, digits and hyphens. */
const vaultOf = ({ host }: VersionNote): string => plainName(host.split('.')[0] ?? '');

const LINE = 64;

/** DER as PEM. What comes from a vault is base64 and nothing else. */
const pem = (label: string, base64: string): string =>
  [
    `-----BEGIN ${label}-----`,
    ...(base64.replace(/[^A-Za-z0-9+/=]/g, '').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []),
    `-----END ${label}-----`,
  ].join('\n');

const lines = (all: readonly string[]): string => all.join('\n');
