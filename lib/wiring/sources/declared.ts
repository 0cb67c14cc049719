import { apiList } from '../../adapters/declared/api-list.ts';
import { settledList, keptList } from '../../adapters/declared/written-lists.ts';
import { declaredItems } from '../../adapters/declared/declared-source.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import type { WatchSettings } from '../../config.ts';
import { ownItems } from '../../domain/own-credentials.ts';
import type { DeclaredList } from '../../ports/declared-list.ts';
import type { WrittenText } from '../../ports/written-text.ts';
import { readDeclared } from '../../settings/declared.ts';
import { onFirstUse } from '../on-first-use.ts';
import type { SourceNeeds, SourceWiring } from './source-wiring.ts';

export const declaredOf: SourceWiring = (needs) => {
  const lists = [...writtenLists(needs), apiList(needs.declared)];
  return needs.settings.TENANTS.map((tenant) => declaredItems({ tenant, lists, digest: sha256 }));
};

/** Where operators have written items down: the settings, a file of the package, a blob, and what the monitor lives by. */
export const writtenLists = ({
  settings,
  home,
}: Pick<SourceNeeds, 'settings' | 'home'>): readonly DeclaredList[] => {
  const known = { tenants: settings.TENANTS.map(({ id }) => id) };
  const { DECLARED, DECLARED_FILE, DECLARED_URL, REQUEST_TIMEOUT: timeout } = settings;
  return [
    settledList('OWN_CREDENTIALS', ownOf(settings), known),
    ...(DECLARED === undefined ? [] : [settledList('DECLARED', DECLARED, known)]),
    ...(DECLARED_FILE === undefined ? [] : [settledList('DECLARED_FILE', DECLARED_FILE, known)]),
    ...(DECLARED_URL === undefined
      ? []
      : [
          keptList(
            'DECLARED_URL',
            onFirstUse<WrittenText>({ read: true }, async () => {
              const { textBlob } = await import('../../adapters/blob-storage/text-blob.ts');
              return textBlob({ url: DECLARED_URL, credential: home, timeout });
            }),
            readDeclared,
            known,
          ),
        ]),
  ];
};

const ownOf = ({ OWN_CREDENTIALS, MAIL_BY, SMTP_USER }: WatchSettings) =>
  ownItems(OWN_CREDENTIALS, { mailBy: MAIL_BY, signsInToSmtp: SMTP_USER !== undefined }).map((item) => ({
    ...item,
    tenant: undefined,
  }));
