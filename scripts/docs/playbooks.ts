import { CREDENTIAL_KINDS } from '../../lib/domain/credential.ts';
import { KIND_PLAYBOOKS } from '../../lib/pages/playbooks/choose.ts';
import type { Playbook } from '../../lib/pages/playbooks/playbook.ts';
import { SYSTEM_PLAYBOOKS } from '../../lib/pages/playbooks/systems.ts';

const section = (name: string, { title, breaks, symptoms, steps, tell }: Playbook): string =>
  [
    `### ${title}`,
    `\`${name}\`. ${breaks}`,
    ...(symptoms.length === 0
      ? []
      : [
          [
            '| Said by | Code | Meaning |',
            '| --- | --- | --- |',
            ...symptoms.map(({ code, by, says }) => `| ${by} | ${code ?? ''} | ${says} |`),
          ].join('\n'),
        ]),
    steps.map((step, at) => `${at + 1}. ${step}`).join('\n'),
    `**Tell** ${tell.charAt(0).toLowerCase()}${tell.slice(1)}`,
  ].join('\n\n');

/** The playbooks of docs/playbooks.md: of each kind, and of each system. */
export const playbookSections = (): Readonly<Record<'kinds' | 'systems', string>> => ({
  kinds: CREDENTIAL_KINDS.map((kind) => section(kind, KIND_PLAYBOOKS[kind])).join('\n\n'),
  systems: Object.entries(SYSTEM_PLAYBOOKS)
    .map(([name, playbook]) => section(`system:${name}`, playbook))
    .join('\n\n'),
});
